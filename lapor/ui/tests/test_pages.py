"""The gallery through the checking client: valid pages, fields that say what is wrong, error pages."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.loader import render_to_string
from django.test import override_settings

from lapor.ui.tests.gallery import Sample
from tests.client import CheckedClient
from tests.html import problems

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> CheckedClient:
    return CheckedClient(headers={"accept-language": "id"})


@pytest.fixture(autouse=True)
def _gallery() -> Any:
    with override_settings(ROOT_URLCONF="lapor.ui.tests.gallery"):
        yield


@pytest.mark.parametrize("path", ["/", "/kelola/"])
@pytest.mark.parametrize("language", ["id", "en"])
def test_frames_are_sound(client: CheckedClient, path: str, language: str) -> None:
    response = client.get(path, headers={"accept-language": language})
    assert response.status_code == 200
    assert f'<html lang="{language}">' in response.content.decode()


def test_a_public_page_sets_no_cookie_of_its_own(client: CheckedClient) -> None:
    assert not client.get("/galat/404/").cookies


@pytest.mark.parametrize("status", [403, 404, 405, 409, 413, 429, 503])
def test_error_pages_say_the_case_and_the_way_on(client: CheckedClient, status: int) -> None:
    response = client.get(f"/galat/{status}/")
    assert response.status_code == status
    assert "Petugas lain sudah memverifikasinya." in response.content.decode()


@pytest.mark.parametrize("name", ["400.html", "403_csrf.html", "404.html", "500.html"])
def test_error_pages_need_no_request(name: str) -> None:
    assert problems(render_to_string(name)) == []


def test_errors_stand_at_the_field_and_on_top(client: CheckedClient) -> None:
    text = client.post("/", {"title": "Jembatan <rusak> di dekat sekolah dasar"}).content.decode()
    assert "4 hal perlu diperbaiki" not in text  # kind, title, story, day and zone
    assert "5 hal perlu diperbaiki" in text
    assert 'href="#id_kind_0"' in text
    assert 'aria-describedby="id_title_helptext id_title_error"' in text
    assert 'value="Jembatan &lt;rusak&gt; di dekat sekolah dasar"' in text
    assert "data-draft-bound" in text


def test_a_nul_character_is_refused(client: CheckedClient) -> None:
    text = client.post("/", {"title": "a\0b"}).content.decode()
    assert 'id="id_title_error"' in text


def test_optional_is_said(client: CheckedClient) -> None:
    assert client.get("/").content.decode().count("(boleh kosong)") == 3


def test_several_files_in_one_field() -> None:
    files = [SimpleUploadedFile("a.jpg", b"1"), SimpleUploadedFile("b.jpg", b"2")]
    field = Sample().fields["proof"]
    assert field.clean(files) == files
    assert field.clean([]) == []


def test_the_language_can_be_chosen_without_a_token(client: CheckedClient) -> None:
    strict = CheckedClient(enforce_csrf_checks=True)
    response = strict.post("/bahasa/", {"language": "en"}, headers={"referer": "http://testserver/kelola/"})
    assert response.headers["Location"].endswith("/kelola/")
    assert 'lang="en"' in strict.get("/").content.decode()


@override_settings(DEMO=True)
def test_every_page_of_the_demo_says_so_once(client: CheckedClient) -> None:
    for path in ("/", "/kelola/", "/galat/404/"):
        assert client.get(path).content.decode().count('class="demo') == 1
