"""The forms of a replication's acts, and how each calls its verb."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lapor.accounts.actors import Actor
from lapor.accounts.models import User
from lapor.backoffice.jipp.doors import worded
from lapor.backoffice.jipp.forms import offices
from lapor.jipp import files, replicating
from lapor.jipp.codes import FileKind, NoteKind, ReplicationStatus
from lapor.jipp.models import Innovation, Replication, ReplicationStep
from lapor.registry.models import Agency
from lapor.ui.forms import DateInput

Given = dict[str, Any]


class DeedForm(forms.Form):
    """`row` and `by`: some offer a choice that depends on them."""

    def __init__(self, *args: Any, row: Replication, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.auto_id = f"{type(self).__name__.lower()}_%s"
        self.prepare(row, by)
        worded(self)

    def prepare(self, row: Replication, by: Actor) -> None:
        """What a form offers here."""


class Ask(forms.Form):
    agency = forms.ModelChoiceField(
        Agency.objects.none(), label=_("Instansi atau unit yang meniru"), empty_label=None
    )
    learned_from = forms.ModelChoiceField(
        Replication.objects.none(),
        label=_("Belajar dari"),
        required=False,
        empty_label=_("Pemilik inovasi"),
    )
    request = forms.CharField(
        label=_("Mengapa dan untuk siapa"),
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Masalah di tempat Anda, dan apa yang ingin dipelajari."),
    )

    def __init__(self, *args: Any, paths: Collection[str], wanted: Innovation | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = offices(paths)  # type: ignore[attr-defined]
        field = self.fields["learned_from"]
        finished = Replication.objects.filter(innovation=wanted, status=ReplicationStatus.FINISHED)
        field.queryset = finished.select_related("agency").order_by("pk")  # type: ignore[attr-defined]
        field.label_from_instance = lambda row: row.agency.name  # type: ignore[attr-defined]
        worded(self)


class Reason(DeedForm):
    reason = forms.CharField(label=_("Alasan"), widget=forms.Textarea(attrs={"rows": 3}))


class Stop(Reason):
    """The same question; of its own kind, since both stand on one page."""


class Mentor(DeedForm):
    mentor = forms.ModelChoiceField(
        User.objects.none(), label=_("Pendamping"), empty_label=_("Belum dipilih")
    )

    def prepare(self, row: Replication, by: Actor) -> None:
        field = self.fields["mentor"]
        field.queryset = replicating.mentors(row.innovation, now=timezone.now())  # type: ignore[attr-defined]
        field.label_from_instance = lambda user: user.name or user.email  # type: ignore[attr-defined]


class Accept(Mentor):
    def prepare(self, row: Replication, by: Actor) -> None:
        super().prepare(row, by)
        self.fields["mentor"].required = False


class Agree(DeedForm):
    agreement = forms.CharField(
        label=_("Isi kesepakatan"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Apa yang dibagi, cara bertemu, dan siapa menanggung biaya."),
    )
    start = forms.DateField(
        label=_("Mulai"), widget=DateInput, help_text=_("Delapan langkah mendapat tanggal dari hari ini.")
    )


class Note(DeedForm):
    kind = forms.ChoiceField(label=_("Jenis"))
    text = forms.CharField(label=_("Isi"), widget=forms.Textarea(attrs={"rows": 3}))

    def prepare(self, row: Replication, by: Actor) -> None:
        mine = [NoteKind.QUESTION, NoteKind.ADAPTATION] if replicating.copies(row, by) else []
        mine += [NoteKind.REPLY] if replicating.teaches(row, by) else []
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in mine]  # type: ignore[attr-defined]


class Upload(DeedForm):
    file = forms.FileField(label=_("Berkas"), help_text=_("JPEG, PNG, atau PDF sampai 10 MB."))
    kind = forms.ChoiceField(label=_("Jenis"))
    caption = forms.CharField(label=_("Keterangan"), max_length=200)

    def prepare(self, row: Replication, by: Actor) -> None:
        kinds = [FileKind.DOCUMENT, *([FileKind.EVIDENCE] if replicating.copies(row, by) else [])]
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]  # type: ignore[attr-defined]


class Finish(DeedForm):
    outcome = forms.CharField(label=_("Hasil"), widget=forms.Textarea(attrs={"rows": 3}))
    evidence = forms.CharField(
        label=_("Bukti hasil"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "Angka sebelum dan sesudah, dan dari mana angka itu. Berkas bukti ikut tampil untuk umum."
        ),
    )
    link = forms.CharField(label=_("Tautan bukti"), required=False, max_length=300)


class StepForm(forms.Form):
    """Of one step: eight of them stand on a page."""

    say_optional = False

    def __init__(self, *args: Any, step: ReplicationStep, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.auto_id = f"{type(self).__name__.lower()}_{step.number}_%s"
        worded(self)


class Done(StepForm):
    done_on = forms.DateField(label=_("Hari selesai, bila bukan hari ini"), required=False, widget=DateInput)
    note = forms.CharField(label=_("Catatan, bila perlu"), required=False, max_length=500)


class Plan(StepForm):
    title = forms.CharField(label=_("Langkah"), max_length=150)
    due = forms.DateField(label=_("Paling lambat"), widget=DateInput)


def accept(row: Replication, given: Given, by: Actor, now: datetime) -> object:
    return replicating.accept(row, by=by, now=now, mentor=given["mentor"])


def refuse(row: Replication, given: Given, by: Actor, now: datetime) -> object:
    return replicating.refuse(row, reason=given["reason"], by=by, now=now)


def agree(row: Replication, given: Given, by: Actor, now: datetime) -> object:
    return replicating.agree(row, agreement=given["agreement"], start=given["start"], by=by, now=now)


def mentor(row: Replication, given: Given, by: Actor, now: datetime) -> object:
    return replicating.name_mentor(row, given["mentor"], by=by, now=now)


def note(row: Replication, given: Given, by: Actor, now: datetime) -> object:
    return replicating.note(row, NoteKind(given["kind"]), given["text"], by=by, now=now)


def upload(row: Replication, given: Given, by: Actor, now: datetime) -> object:
    """Cleaned before the transaction, which takes seconds."""
    kind = FileKind(given["kind"])
    made = files.prepare(given["file"], kind)
    return files.attach(
        row.innovation, made, kind=kind, caption=given["caption"], by=by, now=now, replication=row
    )


def finish(row: Replication, given: Given, by: Actor, now: datetime) -> object:
    words = {name: given[name] for name in ("outcome", "evidence", "link")}
    return replicating.finish(row, **words, by=by, now=now)


def stop(row: Replication, given: Given, by: Actor, now: datetime) -> object:
    return replicating.stop(row, reason=given["reason"], by=by, now=now)
