"""Avisos: what comes by e-mail, each by itself; the link at a mail's foot is one click away from stopping it."""

from collections.abc import Callable

import pytest
from django.test import Client

from balcao.mail.models import Notice
from balcao.mail.notices import wanted_by
from balcao.people.models import User
from tests.cast import Cast


@pytest.fixture
def marina(cast: Cast, client_for: Callable[[User], Client]) -> Client:
    return client_for(cast.marina)


def test_all_but_the_stage_come_until_somebody_chooses(cast: Cast, marina: Client) -> None:
    assert wanted_by(cast.marina) == set(Notice) - {Notice.STAGE}
    page = marina.get("/preferencias/").content.decode()
    assert page.count('name="notices"') == len(Notice)
    assert "responderem meu ticket" in page
    assert "Os e-mails vão para marina@acme.example." in page
    response = marina.post("/preferencias/avisos/", {"notices": ["stage", "replied"]})
    assert (response.status_code, response.headers["Location"]) == (303, "/preferencias/?salvo=avisos#avisos")
    assert wanted_by(cast.marina) == {Notice.STAGE, Notice.REPLIED}
    assert wanted_by(cast.rafael) == set(Notice) - {Notice.STAGE}
    marina.post("/preferencias/avisos/", {})
    assert wanted_by(cast.marina) == set()


def test_a_mails_link_asks_and_one_click_stops_just_that(cast: Cast, marina: Client) -> None:
    page = marina.get("/preferencias/?parar=replied").content.decode()
    assert 'id="parar"' in page
    assert 'name="stop" value="replied"' in page
    assert wanted_by(cast.marina) == set(Notice) - {Notice.STAGE}
    marina.post("/preferencias/avisos/", {"stop": "replied"})
    assert wanted_by(cast.marina) == set(Notice) - {Notice.STAGE, Notice.REPLIED}
    assert 'id="parar"' not in marina.get("/preferencias/?parar=replied").content.decode()
    assert 'id="parar"' not in marina.get("/preferencias/?parar=nada").content.decode()


def test_what_is_no_notice_changes_nothing(cast: Cast, marina: Client) -> None:
    assert marina.post("/preferencias/avisos/", {"notices": ["password"]}).status_code == 422
    assert marina.post("/preferencias/avisos/", {"stop": "password"}).status_code == 422
    assert wanted_by(cast.marina) == set(Notice) - {Notice.STAGE}
