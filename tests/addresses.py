"""The house's addresses, and what they name: kinds of things, which the permission table asks for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from django.urls import URLPattern, URLResolver, get_resolver

# By kind its number or slug in addresses; a kind that is not among them is asked for as `UNKNOWN`.
Things = Mapping[str, int | str]
UNKNOWN = 99_999_999
# What stands for a kind in a route; of those that fit in one place the first is meant.
KINDS = {
    kind: re.compile(pattern)
    for kind, pattern in {
        "report": r"\(\?P<number>.*?\)|<tracking_id:tracking_id>|<int:report_id>",
        "person": r"<int:person>",
        "seat": r"<int:seat>",
        "unit": r"<int:unit>",
        "invitation": r"<int:invitation>",
        # Surveys: one is prepared, one is open, one is over.
        "survey_unit": r"(?<=/skm/unit/)<int:pk>",
        "survey_slug": r"(?<=^/skm/)<slug:slug>",
        "survey_code": r"(?<!pertanyaan/)<slug:code>",
        "service": r"<int:service>",
        "wording": r"(?<=kata-baku/)<int:question>",
        "period_prepared": r"(?<=/masa/)<int:pk>(?=/(?:susunan|pembukaan)/)",
        "period_over": r"(?<=/masa/)<int:pk>(?=/(?:rencana|pengumuman)/)",
        "period": r"(?<=/masa/)<int:pk>",
        "paper_sheet": r"(?<=kertas/)<int:sheet>",
        "response": r"<int:response>",
        "plan_step": r"(?<=rencana/)<int:step>",
        "suggestion": r"(?<=saran/)<int:number>",
        # The network. A call that takes proposals is everybody's, one that is prepared is not.
        "innovation": r"<int:innovation>",
        "innovation_slug": r"(?<=^/inovasi/)<slug:slug>",
        "replication": r"<int:replication>",
        "hub": r"<int:hub>",
        "hub_slug": r"(?<=/inovasi/hub/)<slug:slug>",
        "member": r"<int:member>",
        "call_open": r"<int:call>(?=/usulan/)",
        "call": r"<int:call>",
        "call_slug": r"(?<=/inovasi/kompetisi/)<slug:slug>",
        "evaluation": r"<int:evaluation>",
        "score_sheet": r"(?<=lembar/)<int:sheet>",
        "gathering": r"<int:gathering>",
        "gathering_slug": r"(?<=/inovasi/kegiatan/)<slug:slug>",
        "policy": r"<int:policy>",
        "policy_slug": r"(?<=/inovasi/kebijakan/)<slug:slug>",
        "comment": r"<int:comment>",
        "question": r"(?<=pertanyaan/)<int:question>",
    }.items()
}
# What else stands in routes: below a thing its first file, version or step, elsewhere nothing there is.
OTHERS = (
    (re.compile("<int:(token|hook)>"), str(UNKNOWN)),
    (re.compile(r"\(\?P<(file|agency|view)>.*?\)|<int:\w+>"), "1"),
    (re.compile("(?<=pertanyaan/)<slug:code>"), "U1"),
    (re.compile(r"<str:token>|<slug:slug>|<slug:finder>|<str:\w+>|<slug:\w+>"), "tidak-ada"),
    (re.compile(r"\(\?P<uidb36>.*?\)-\(\?P<key>.*?\)"), "1-tidak-ada"),
    (re.compile(r"[\^$]"), ""),
)


def routes(resolver: URLResolver | None = None, prefix: str = "/") -> Iterator[str]:
    for one in (resolver or get_resolver()).url_patterns:
        route = prefix + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from routes(one, route)
        elif isinstance(one, URLPattern):
            yield route


def names(route: str, kind: str = "") -> bool:
    """Whether a route names a thing of this kind, or any thing."""
    return any(pattern.search(route) for name, pattern in KINDS.items() if kind in ("", name))


def address(route: str, things: Things) -> str:
    for kind, pattern in KINDS.items():
        route = pattern.sub(str(things.get(kind, UNKNOWN)), route)
    for pattern, value in OTHERS:
        route = pattern.sub(value, route)
    return route
