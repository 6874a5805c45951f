"""Django's own form fields in our own clothes.

`{{ form.name.as_field_group }}` gives label, hint, error and input, as in `ui/field.html`;
`{{ form }}` all of them.
`{% include "ui/error_summary.html" %}` above the form lists what to mend and gets the focus.
Optional is said in the label; a form with `say_optional = False` (filters, search) stays silent.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest
from django.utils.safestring import SafeString

from lapor.ui.texts import printable


class Renderer(TemplatesSetting):
    form_template_name = "ui/form.html"
    field_template_name = "ui/field.html"

    def render(
        self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None
    ) -> SafeString:
        """What was typed comes back, but for letters that HTML forbids: those the field has refused."""
        return SafeString(printable(super().render(template_name, context, request)))


class _Hinted:
    """Options with a line of explanation each: `widget=Radios(hints={"complaint": _("...")})`."""

    hints: Mapping[str, object]

    def __init__(self, *args: Any, hints: Mapping[str, object] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.hints = hints or {}

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option: dict[str, Any] = super().create_option(name, value, *args, **kwargs)  # type: ignore[misc]
        option["hint"] = self.hints.get(str(value), "")
        return option


class Radios(_Hinted, forms.RadioSelect):
    pass


class Checks(_Hinted, forms.CheckboxSelectMultiple):
    pass


class DateInput(forms.DateInput):
    """The device's own date picker, which wants ISO dates whatever the language."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files in one field; `cleaned_data` holds a list, empty where none was sent."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given = data if isinstance(data, list | tuple) else [data]
        cleaned = [super(FilesField, self).clean(each, initial) for each in given or [None]]
        return [each for each in cleaned if each]
