"""Avisos: what comes by e-mail, each by itself; the link at a mail's foot is one click away from stopping it."""

from collections.abc import Callable

import pytest
from django.test import Client

from balcao.mail.models import MailChoice, Notice
from balcao.mail.notices import OF_DESK, wanted_by
from balcao.people.models import User
from tests.cast import Cast

AT_FIRST = set(Notice) - {Notice.STAGE} - OF_DESK


@pytest.fixture
def marina(cast: Cast, client_for: Callable[[User], Client]) -> Client:
    return client_for(cast.marina)


def test_all_but_the_stage_come_until_somebody_chooses(cast: Cast, marina: Client) -> None:
    assert wanted_by(cast.marina) == AT_FIRST
    page = marina.get("/preferencias/").content.decode()
    assert page.count('name="notices"') == len(AT_FIRST) + 1
    assert "responderem meu ticket" in page
    assert "Os e-mails vão para marina@acme.example." in page
    response = marina.post("/preferencias/avisos/", {"notices": ["stage", "replied"]})
    assert (response.status_code, response.headers["Location"]) == (303, "/preferencias/?salvo=avisos#avisos")
    assert wanted_by(cast.marina) == {Notice.STAGE, Notice.REPLIED}
    assert wanted_by(cast.rafael) == AT_FIRST
    marina.post("/preferencias/avisos/", {})
    assert wanted_by(cast.marina) == set()


def test_a_mails_link_asks_and_one_click_stops_just_that(cast: Cast, marina: Client) -> None:
    page = marina.get("/preferencias/?parar=replied").content.decode()
    assert 'id="parar"' in page
    assert 'name="stop" value="replied"' in page
    assert wanted_by(cast.marina) == AT_FIRST
    marina.post("/preferencias/avisos/", {"stop": "replied"})
    assert wanted_by(cast.marina) == AT_FIRST - {Notice.REPLIED}
    assert 'id="parar"' not in marina.get("/preferencias/?parar=replied").content.decode()
    assert 'id="parar"' not in marina.get("/preferencias/?parar=nada").content.decode()


def test_what_is_no_notice_changes_nothing(cast: Cast, marina: Client) -> None:
    assert marina.post("/preferencias/avisos/", {"notices": ["password"]}).status_code == 422
    assert marina.post("/preferencias/avisos/", {"stop": "password"}).status_code == 422
    assert wanted_by(cast.marina) == AT_FIRST


def test_only_agents_choose_what_is_for_agents(
    cast: Cast, marina: Client, client_for: Callable[[User], Client]
) -> None:
    theirs = sorted(one.value for one in OF_DESK)
    page = marina.get("/preferencias/?parar=desk_given").content.decode()
    assert not [one for one in theirs if one in page]
    assert marina.post("/preferencias/avisos/", {"notices": theirs}).status_code == 422
    assert marina.post("/preferencias/avisos/", {"stop": "desk_given"}).status_code == 422
    assert not MailChoice.objects.exists()
    ana = client_for(cast.ana)
    page = ana.get("/preferencias/").content.decode()
    assert page.count('name="notices"') == len(Notice)
    assert "um cliente responder um ticket meu ou que sigo" in page
    assert wanted_by(cast.ana) == AT_FIRST
    ana.post("/preferencias/avisos/", {"notices": theirs})
    assert wanted_by(cast.ana) == OF_DESK
    assert 'value="desk_given"' in ana.get("/preferencias/?parar=desk_given").content.decode()
    ana.post("/preferencias/avisos/", {"stop": "desk_given"})
    assert wanted_by(cast.ana) == OF_DESK - {Notice.DESK_GIVEN}
