"""What is wrong with a page: validity, accessibility that needs no browser, and what our CSP would block."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import html5lib

# An element of xml.etree with plain HTML names; html5lib brings no types.
Element = Any
UNNAMED_INPUTS = {"hidden", "submit", "button", "reset", "image"}
REFERENCES = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "commandfor", "list", "form")


# Differs from answer to answer of one page.
_TOKEN = re.compile(r'(name="csrfmiddlewaretoken" value=")[^"]*')


def problems(html: str) -> list[str]:
    """One line for each fault; none for a good page. A text without a doctype is read as a fragment."""
    return list(_problems(_TOKEN.sub(r"\1", html)))


@lru_cache(maxsize=4096)
def _problems(html: str) -> tuple[str, ...]:
    """Each page once: refusals and log-in pages come by the hundred, and parsing is what costs."""
    whole = html.lstrip().lower().startswith("<!doctype")
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    root = parser.parse(html) if whole else parser.parseFragment(html)
    faults = [f"invalid HTML at line {at[0]}: {code} {values}" for at, code, values in parser.errors]
    elements = [each for each in root.iter() if isinstance(each.tag, str)]
    faults += _whole_page(root, elements) if whole else []
    faults += _ids(elements, whole=whole)
    faults += _names(root, elements)
    for element in elements:
        faults += _blocked(element)
    return tuple(faults)


def _whole_page(root: Element, elements: list[Element]) -> Iterator[str]:
    count = Counter(each.tag for each in elements)
    if count["h1"] != 1:
        yield f"{count['h1']} h1 instead of one"
    if count["main"] != 1:
        yield f"{count['main']} main instead of one"
    if not root.get("lang"):
        yield "html has no lang"
    title = root.find("head/title")
    if title is None or not (title.text or "").strip():
        yield "no title"


def _ids(elements: list[Element], *, whole: bool) -> Iterator[str]:
    ids = Counter(each.get("id") for each in elements if each.get("id") is not None)
    yield from (f"id {name!r} stands {times} times" for name, times in ids.items() if times > 1)
    if not whole:
        return  # a fragment may point into the page it is put into
    for element in elements:
        for attribute in REFERENCES:
            for name in (element.get(attribute) or "").split():
                if name not in ids:
                    yield f"<{element.tag}> {attribute} points to {name!r}, which is not there"


def _names(root: Element, elements: list[Element]) -> Iterator[str]:
    labelled = {each.get("for") for each in root.iter("label")} - {None}
    wrapped = {id(inner) for label in root.iter("label") for inner in label.iter()}
    for element in elements:
        named = element.get("aria-label") or element.get("aria-labelledby")
        if element.tag in {"input", "select", "textarea"} and element.get("type") not in UNNAMED_INPUTS:
            if not named and element.get("id") not in labelled and id(element) not in wrapped:
                yield f"<{element.tag} name={element.get('name')!r}> has no label"
        elif element.tag in {"button", "a", "summary"} and not named and not _says(element):
            yield f"<{element.tag}> says nothing: {element.attrib}"
        elif element.tag == "img" and element.get("alt") is None:
            yield f"<img src={element.get('src')!r}> has no alt"


def _says(element: Element) -> bool:
    inner = (each.get("aria-label") or each.get("alt") for each in element.iter())
    return bool("".join(element.itertext()).strip()) or any(inner)


def _blocked(element: Element) -> Iterator[str]:
    tag = element.tag
    if tag == "style":
        yield "a <style> element"
    if tag == "script" and not element.get("src") and element.get("type") != "application/json":
        yield "an inline <script>"
    for name, value in element.attrib.items():
        if name == "style" or (isinstance(name, str) and name.startswith(("on", "hx-on"))):
            yield f"<{tag}> has {name}="
        if str(value).strip().lower().startswith(("javascript:", "js:")):
            yield f"<{tag}> has {name}={value!r}"
