"""`/lacak/`: a number leads to the public page, with the code to the reporter's own."""

from __future__ import annotations

from lapor.accounts.middleware import OPENED
from lapor.portal.tests.conftest import Make
from tests.client import CheckedClient


def test_a_number_leads_to_its_page(client: CheckedClient, verified: Make) -> None:
    number = verified().report.pk
    for sent in (f"{number}", f" #{number} "):
        assert client.get("/lacak/", {"nomor": sent})["Location"] == f"/laporan/{number}/"
        assert client.post("/lacak/", {"nomor": sent})["Location"] == f"/laporan/{number}/"


def test_an_unknown_number_is_told(db: None, client: CheckedClient) -> None:
    response = client.post("/lacak/", {"nomor": "12345678"})
    assert response.status_code == 404
    assert "tidak kami temukan" in response.content.decode()


def test_what_is_no_number_is_told(db: None, client: CheckedClient) -> None:
    for sent in ("", "abc", "٣٤٥", "9" * 30, "1\x002"):
        assert client.post("/lacak/", {"nomor": sent}).status_code == 422


def test_a_code_is_read_as_people_write_it(client: CheckedClient, verified: Make) -> None:
    one = verified()
    code = f"{one.access_code[:4]}-{one.access_code[4:8]} {one.access_code[8:]}".lower()
    response = client.post("/lacak/", {"nomor": one.report.pk, "code": code})
    assert response["Location"] == f"/laporan/{one.report.pk}/"
    assert list(client.session[OPENED]) == [str(one.report.pk)]


def test_a_code_in_the_address_is_not_read(client: CheckedClient, verified: Make) -> None:
    one = verified()
    client.get("/lacak/", {"nomor": str(one.report.pk), "code": one.access_code})
    assert OPENED not in client.session


def test_wrong_codes_are_answered_alike_and_end(client: CheckedClient, verified: Make) -> None:
    known = verified().report.pk
    for number in (known, 99_999_999):
        told = {"nomor": number, "code": "AAAAAAAAAAAA"}
        pages = [client.post("/lacak/", told) for _ in range(11)]
        assert [page.status_code for page in pages] == [422] * 10 + [429]
        assert "tidak cocok" in pages[0].content.decode()
        assert "Coba lagi sesudah pukul" in pages[-1].content.decode()


def test_the_session_is_new_after_the_code(client: CheckedClient, verified: Make) -> None:
    one = verified()
    client.get("/lacak/")
    session = client.session
    session["before"] = 1
    session.save()
    client.cookies["sessionid"] = session.session_key or ""
    client.post("/lacak/", {"nomor": one.report.pk, "code": one.access_code})
    assert client.session.session_key != session.session_key
