"""Where one is signed in: seen, named, ended; a new password ends the others."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from balcao.front.seen import MARK
from balcao.lib.devices import device_of
from balcao.people.models import SignIn
from balcao.people.sessions import SEEN_EVERY, forget_ended
from tests.cast import PASSWORD, Cast

CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/142.0.0.0 Safari/537.36"
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile/15E148 Safari/604.1"
NEW = "um girassol na janela"


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        (CHROME, ("Chrome", "Windows")),
        (SAFARI, ("Safari", "iPhone")),
        (f"{CHROME} Edg/142.0", ("Edge", "Windows")),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", ("Firefox", "Linux")),
        ("Mozilla/5.0 (Linux; Android 14) SamsungBrowser/25.0 Chrome/121.0 Safari/5", ("Samsung Internet", "Android")),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/18.0 Safari/605.1.15", ("Safari", "macOS")),
        ("<script>alert(1)</script>", ("", "")),
        ("", ("", "")),
    ],
)
def test_a_device_is_named_in_two_words(agent: str, device: tuple[str, str]) -> None:
    assert device_of(agent) == device


def signed_in(login: str, agent: str) -> Client:
    client = Client(headers={"User-Agent": agent})
    response = client.post("/entrar/", {"login": login, "password": PASSWORD})
    assert response.status_code == 302
    return client


def devices(cast: Cast) -> set[tuple[str, str]]:
    return set(SignIn.objects.filter(user=cast.marina).values_list("browser", "system"))


def test_each_sign_in_is_listed_and_can_be_ended_from_another(cast: Cast) -> None:
    here, there = signed_in("marina", CHROME), signed_in("marina", SAFARI)
    page = here.get("/preferencias/").content.decode()
    assert ("Chrome no Windows" in page, "Safari no iPhone" in page) == (True, True)
    assert page.count("Este aparelho, agora") == 1
    other = SignIn.objects.get(browser="Safari")
    response = here.post(f"/preferencias/sessions/{other.pk}/end/")
    assert response.headers["Location"] == "/preferencias/?salvo=sessoes#sessoes"
    assert (here.get("/preferencias/").status_code, there.get("/preferencias/").status_code) == (200, 303)
    assert devices(cast) == {("Chrome", "Windows")}


def test_nobody_ends_a_session_of_somebody_else(cast: Cast) -> None:
    marina, rita = signed_in("marina", CHROME), signed_in("rita", CHROME)
    rita.post(f"/preferencias/sessions/{SignIn.objects.get(user=cast.marina).pk}/end/")
    rita.post("/preferencias/sessions/end/")
    assert marina.get("/preferencias/").status_code == 200


def test_all_others_end_at_once_and_this_one_stays(cast: Cast) -> None:
    here, *others = (signed_in("marina", agent) for agent in (CHROME, SAFARI, ""))
    here.post("/preferencias/sessions/end/")
    assert [client.get("/preferencias/").status_code for client in (here, *others)] == [200, 303, 303]
    assert devices(cast) == {("Chrome", "Windows")}


def test_a_new_password_ends_the_others_and_the_list_says_so(cast: Cast) -> None:
    here, there = signed_in("marina", CHROME), signed_in("marina", SAFARI)
    here.post("/preferencias/senha/", {"current": PASSWORD, "password": NEW})
    assert (here.get("/preferencias/").status_code, there.get("/preferencias/").status_code) == (200, 303)
    assert devices(cast) == {("Chrome", "Windows")}
    assert SignIn.objects.get().session_key == here.session.session_key


def test_use_is_written_down_every_few_minutes_not_every_time(cast: Cast) -> None:
    client = signed_in("marina", CHROME)
    before = SignIn.objects.get().seen_at
    with CaptureQueriesContext(connection) as fresh:
        client.get("/horario/")
    assert not [query["sql"] for query in fresh if query["sql"].startswith(("UPDATE", "INSERT"))]
    session = client.session
    session[MARK] = int((timezone.now() - SEEN_EVERY).timestamp())
    session.save()
    client.get("/horario/")
    assert SignIn.objects.get().seen_at > before
    assert client.session[MARK] > int((timezone.now() - timedelta(minutes=1)).timestamp())


def test_what_is_known_of_ended_sessions_goes(cast: Cast) -> None:
    kept, gone = signed_in("marina", CHROME), signed_in("marina", SAFARI)
    gone.post("/sair/")
    forget_ended(now=timezone.now())
    assert devices(cast) == {("Chrome", "Windows")}
    forget_ended(now=timezone.now() + timedelta(days=400))
    assert SignIn.objects.count() == 0
    assert kept.get("/preferencias/").status_code == 303
