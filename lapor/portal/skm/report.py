"""`/skm/<slug>/laporan.pdf`: the report of a survey in the order of PermenPANRB 14/2017's annex."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from lapor.portal.skm.opendata import CACHE, shown_of
from lapor.portal.skm.publication import Published, Row
from lapor.skm.codes import Grade, Weights
from lapor.skm.units import questionnaire
from lapor.ui.dates import day_words, language
from lapor.ui.numbers import NONE, figure
from lapor.ui.typesetting import drawable, typeset

SOURCE = Path(__file__).with_name("report.typ")
WEAK = (Grade.C, Grade.D)


@require_safe
def report(request: HttpRequest, slug: str) -> HttpResponse:
    """A4, PDF/UA-1, in the reader's language. From roll-ups, and made once for what it says."""
    shown = shown_of(request, slug)
    pdf = typeset(SOURCE, {"data": json.dumps(_contents(shown), ensure_ascii=False, sort_keys=True)})
    name = f"skm-{shown.unit.slug}-{shown.period.ends.isoformat()}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=CACHE | headers)


def _contents(shown: Published) -> dict[str, Any]:
    found, period = shown.result, shown.period
    name = drawable(shown.unit.name)
    return {
        "lang": language(),
        "title": _("Laporan survei kepuasan masyarakat: %(name)s") % {"name": name},
        "name": name,
        "agency": drawable(shown.unit.agency.name),
        "period": f"{drawable(period.name)}, {day_words(period.starts)} – {day_words(period.ends)}",
        "index": figure(found.counted.ikm, 2),
        "grade": shown.grade.word,
        "words": _words(),
        "introduction": [
            _(
                "Setiap unit layanan wajib mengukur kepuasan masyarakat paling sedikit sekali setahun dan "
                "mengumumkan hasilnya (UU 25/2009, PermenPANRB 14/2017)."
            ),
            _("Tujuannya mengetahui mutu layanan menurut yang memakainya, dan memperbaiki yang lemah."),
        ],
        "collected": _collected(shown),
        "respondents": _respondents(shown),
        "few": closed_groups(),
        "analysis": _analysis(shown),
        "conclusion": _conclusion(shown),
        "thanks": regulation_thanks(),
        **_tables(shown),
    }


def _tables(shown: Published) -> dict[str, Any]:
    """Rows of words, in the order of `_words`' heads."""
    return {
        "profile": [
            [label, [[_group(one.code, one.label), _number(one.number)] for one in groups]]
            for _field, label, groups in shown.profile
        ],
        "elements": [_line(row) for row in shown.elements],
        "services": [
            [drawable(row.name), figure(row.number), figure(row.score.ikm, 2), row.status.word]
            for row in shown.services
        ],
        "plan": [
            [row.element, drawable(row.action), drawable(row.owner), day_words(row.due), _state(row)]
            for row in shown.plan
        ],
        "trend": [
            [drawable(one.name), day_words(one.ends), figure(score.n), figure(score.ikm, 2)]
            for one, score in shown.periods
        ],
        "questions": [
            [drawable(one.text), _choices(one.answers)]
            for one in questionnaire(shown.period, language=language())
        ],
    }


def regulation_thanks() -> str:
    """The sentence that the regulation's form of publication ends with."""
    return _(
        "Terima kasih atas penilaian yang telah Anda berikan. Masukan Anda sangat bermanfaat untuk kemajuan "
        "unit kami agar terus memperbaiki dan meningkatkan kualitas pelayanan bagi masyarakat."
    )


def closed_groups() -> str:
    """Why a group has a dash for its number."""
    return _("Tanda – berarti kurang dari 5 orang, atau ditutup supaya kelompok kecil tidak dapat dihitung.")


def printed_weights(shown: Published) -> str:
    """What the option of weights as printed does."""
    return _(
        "Bobot tiap unsur dipotong tiga angka di belakang koma, seperti contoh dalam peraturan; "
        "indeks tertinggi %(highest)s."
    ) % {"highest": figure(shown.highest, 2)}


def _collected(shown: Published) -> list[str]:
    """Who asked whom, when, how, and how many should have been asked."""
    found, period = shown.result, shown.period
    facts = {
        "name": drawable(shown.unit.name),
        "first": day_words(period.starts),
        "last": day_words(period.ends),
        "ways": ", ".join(f"{one.label} ({figure(one.number)})" for one in found.ways if one.number),
    }
    said = [
        _("Survei dijalankan oleh %(name)s sendiri, dari %(first)s sampai %(last)s.") % facts,
        _("Jawaban masuk lewat: %(ways)s. Tidak ada nama yang ditanyakan.") % facts,
    ]
    if found.sample:
        said.append(
            _(
                "Yang dilayani %(population)s orang. Menurut Krejcie dan Morgan, contoh yang perlu "
                "%(size)s orang: 3,841 × N × 0,25 ÷ (0,0025 × (N − 1) + 3,841 × 0,25)."
            )
            % {"population": figure(found.sample.population), "size": figure(found.sample.size)}
        )
    said += [
        _("%(element)s tidak ditanyakan: %(why)s") % {"element": element, "why": drawable(why)}
        for element, why in shown.dropped
    ]
    return said


def _respondents(shown: Published) -> list[str]:
    found = shown.result
    said = [_("Yang menjawab dan dihitung: %(n)s orang.") % {"n": figure(found.counted.n)}]
    if found.sample and not shown.period.enough:
        said.append(
            _("Yang menjawab belum cukup banyak. Indeks ini belum dapat mewakili semua yang dilayani.")
        )
    if found.excluded:
        said.append(
            _("%(n)s jawaban janggal tidak dihitung. Kalau ikut dihitung, indeksnya %(index)s.")
            % {"n": figure(found.excluded), "index": figure(found.everybody.ikm, 2)}
        )
    if found.interval:
        said.append(
            _("Dengan kepercayaan 95 %% indeksnya terletak antara %(low)s dan %(high)s.")
            % {"low": figure(found.interval.low, 2), "high": figure(found.interval.high, 2)}
        )
    said.append(
        printed_weights(shown)
        if shown.period.weights == Weights.PRINTED
        else _("Semua unsur berbobot sama. Nilai rata-rata 1 sampai 4, dikalikan 25.")
    )
    return said


def _analysis(shown: Published) -> list[str]:
    scored = sorted(
        (row for row in shown.elements if row.score.nrr is not None), key=lambda row: row.score.nrr or 0
    )
    weak = [row.name for row in scored if row.grade in WEAK]
    said = [
        _("Tiga unsur terendah: %(names)s.") % {"names": _listed(scored[:3])},
        _("Tiga unsur tertinggi: %(names)s.") % {"names": _listed(scored[:-4:-1])},
    ]
    if weak:
        said.append(
            _("Unsur yang mutunya kurang baik atau tidak baik: %(names)s.") % {"names": ", ".join(weak)}
        )
    number = sum(shown.result.topics.values())
    if number:
        said.append(
            _("Saran yang ditulis masyarakat: %(n)s, dapat dibaca di halaman unit ini.")
            % {"n": figure(number)}
        )
    return said


def _conclusion(shown: Published) -> list[str]:
    facts = {
        "name": drawable(shown.unit.name),
        "index": figure(shown.result.counted.ikm, 2),
        "grade": shown.grade.word,
        "done": figure(shown.fulfilment.done),
        "rows": figure(shown.fulfilment.rows),
    }
    said = [_("Indeks kepuasan masyarakat %(name)s %(index)s, mutu %(grade)s.") % facts]
    before = [score for _one, score in shown.periods[:-1]]
    if before and before[-1].ikm is not None and shown.periods[-1][0].pk == shown.period.pk:
        change = (shown.result.counted.ikm or 0) - before[-1].ikm
        said.append(
            _("Dibandingkan survei sebelumnya, indeks berubah %(change)s.")
            % {"change": ("+" if change > 0 else "") + figure(change, 2).replace("-", "−")}
        )
    said.append(
        _("%(done)s dari %(rows)s rencana perbaikan sudah selesai.") % facts
        if shown.plan
        else _("Rencana perbaikan belum ditulis.")
    )
    return said


def _line(row: Row) -> list[str]:
    answers = figure(row.number)
    return [f"{row.code} {row.name}", answers, figure(row.nrr, 3), figure(row.score.ikm, 2), row.status.word]


def _listed(rows: list[Row]) -> str:
    return ", ".join(f"{row.name} ({figure(row.score.ikm, 2)})" for row in rows)


def _state(row: Any) -> str:
    if row.done_at:
        return pgettext("rencana", "Selesai")
    today: date = timezone.localdate()
    return _("Lewat waktunya") if row.due < today else _("Belum")


def _choices(answers: Sequence[str]) -> str:
    return " · ".join(f"{value} {drawable(words)}" for value, words in enumerate(answers, 1))


def _group(code: str, label: str) -> str:
    return label if code else _("Tidak diisi")


def _number(number: int | None) -> str:
    return NONE if number is None else figure(number)


def _words() -> dict[str, Any]:
    return {
        "kind": _("Laporan survei kepuasan masyarakat"),
        "index": _("Indeks kepuasan masyarakat"),
        "grade": _("Mutu layanan"),
        "foot": "PermenPANRB 14/2017",
        "chapters": [
            _("Pendahuluan"),
            _("Pengumpulan data"),
            _("Hasil pengolahan data"),
            _("Analisis hasil"),
            _("Kesimpulan"),
        ],
        "respondents": _("Responden"),
        "by_element": _("Indeks unit dan tiap unsur"),
        "by_service": _("Menurut layanan"),
        "elements": [_("Unsur"), _("Jawaban"), _("Nilai rata-rata"), _("Indeks"), _("Mutu")],
        "services": [_("Layanan"), _("Orang"), _("Indeks"), _("Mutu")],
        "strong_weak": _("Unsur yang lemah dan yang kuat"),
        "plan": _("Rencana tindak lanjut"),
        "plan_heads": [
            _("Unsur"),
            _("Apa yang dikerjakan"),
            _("Penanggung jawab"),
            _("Paling lambat"),
            _("Keadaan"),
        ],
        "no_plan": _("Rencana perbaikan belum ditulis."),
        "trend": _("Tren nilai"),
        "trend_heads": [_("Survei"), _("Sampai"), _("Orang"), _("Indeks")],
        "people": _("Orang"),
        "annex": _("Lampiran: kuesioner"),
    }
