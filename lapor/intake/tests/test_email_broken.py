"""Mail that no program should have written: whatever comes, it is settled, and what can be read is read."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lapor.intake.email.bounces import bounce
from lapor.intake.email.machines import machine
from lapor.intake.email.quoting import new_words
from lapor.intake.email.reading import files, read, written
from lapor.intake.tests.mails import KENANGA, Post, answered, answers, replies, told
from lapor.notifications.addresses import reply_address
from lapor.reports.models import Report
from lapor.reports.tests.world import World, build


@pytest.fixture
def world(db: None) -> World:
    return build()


@pytest.fixture
def report(world: World, post: Post) -> Report:
    return answered(world)


def raw(report: Report, body: bytes, *more: bytes) -> bytes:
    to = reply_address(told(report)).encode()
    return b"\n".join((b"From: " + KENANGA.encode(), b"To: " + to, *more, b"", body))


def nested(depth: int) -> bytes:
    heads = (b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (n, n) for n in range(depth))
    return b"".join(heads) + b"\nBelum cair.\n"


CASES = {
    "no mail at all": (b"", ()),
    "unknown charset": (b"Belum cair.", (b"Content-Type: text/plain; charset=klingon-8",)),
    "a charset that is none": (b"Belum cair.", (b"Content-Type: text/plain; charset=zlib",)),
    "halves of letters": (b"+2AA- Belum", (b"Content-Type: text/plain; charset=utf-7",)),
    "zero bytes": (b"Be\0lum ca\0ir.", ()),
    "not the charset it says": (b"Belum cair \xff\xfe\x80", (b"Content-Type: text/plain; charset=utf-8",)),
    "broken base64": (b"QmVsdW0gY2Fpcg=x=x", (b"Content-Transfer-Encoding: base64",)),
    "broken quoted-printable": (b"Belum=ZZ cair=", (b"Content-Transfer-Encoding: quoted-printable",)),
    "a boundary that never comes": (b"Belum", (b"Content-Type: multipart/mixed; boundary=x",)),
    "no boundary": (b"Belum", (b"Content-Type: multipart/mixed",)),
    "ten thousand nested parts": (b"", (nested(10_000),)),
    "ninety nested parts": (b"", (nested(90),)),
    "ten thousand parts": (b"--b\n\nx\n" * 10_000, (b"Content-Type: multipart/mixed; boundary=b",)),
    "a huge header": (b"Belum.", (b"X-Besar: " + b"a" * 3_000_000,)),
    "ten thousand headers": (b"Belum.", tuple(b"X-%d: a" % n for n in range(10_000))),
    "a huge subject": (b"Belum.", (b"Subject: " + b"=?utf-8?q?a?= " * 100_000,)),
    "a broken subject": (b"Belum.", (b"Subject: =?utf-8?b?x?= =?x?y?z?=",)),
    "bytes in the subject": (b"Belum.", (b"Subject: \xff\xfe\0\x80",)),
    "a broken type": (b"Belum.", (b'Content-Type: ; ; "=',)),
    "a broken name of a file": (b"MZ", (b"Content-Disposition: attachment; filename*=x'y'%FF%zz",)),
    "an injected header": (b"Belum.", (b"Subject: =?utf-8?q?a=0D=0ABcc:_korban@lain.example?=",)),
    "a mail within a mail": (b"From: a@b.example\n\nlama", (b"Content-Type: message/rfc822",)),
    "a broken notice": (b"Action: failed", (b"Content-Type: multipart/report; report-type=delivery-status",)),
    "a page made to be slow": (b"<!--" * 50_000 + b"<a " * 50_000, (b"Content-Type: text/html",)),
    "a number of many digits": (b"&#" + b"9" * 9_000 + b";", (b"Content-Type: text/html",)),
    "a text made to be slow": (b"pada x menulis\n" * 60_000, ()),
}


@pytest.mark.parametrize("case", CASES)
def test_it_is_settled_and_breaks_nothing(report: Report, post: Post, case: str) -> None:
    body, more = CASES[case]
    (row,) = post.take(raw(report, body, *more) if case != "no mail at all" else b"")
    assert row.fate in ("taken", "set_aside")
    assert row.why != "unreadable"
    assert "\n" not in row.subject
    assert all("\n" not in one.subject and one.address == KENANGA for one in answers())
    assert all("\0" not in text for text in replies(report))


@pytest.mark.parametrize("case", ["unknown charset", "a charset that is none", "zero bytes"])
def test_what_can_be_read_is_read(report: Report, post: Post, case: str) -> None:
    body, more = CASES[case]
    post.take(raw(report, body, *more))
    assert replies(report) == ["Belum cair."]


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=400), st.lists(st.binary(max_size=60), max_size=6))
def test_no_bytes_break_the_reading(body: bytes, headers: list[bytes]) -> None:
    names = (
        b"From",
        b"Subject",
        b"Content-Type",
        b"Content-Disposition",
        b"Content-Transfer-Encoding",
        b"To",
    )
    head = b"".join(name + b": " + value + b"\n" for name, value in zip(names, headers, strict=False))
    mail = read(head + b"\n" + body)
    new_words(written(mail)).encode()
    assert isinstance(files(mail), list)
    assert machine(mail) in ("", "loop", "list", "auto_reply")
    bounce(mail)
    mail.subject.encode()
