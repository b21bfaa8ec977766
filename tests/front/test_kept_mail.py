"""A demo's mail can be read here; on any other installation the page does not exist."""

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from balcao.mail.models import OutgoingMail
from balcao.mail.outbox import post
from tests.cast import Cast


@pytest.fixture
def mail(cast: Cast, settings: Settings) -> OutgoingMail:
    settings.MAIL_KEPT_LOCALLY = settings.DEMO = True
    html = "<html><head></head><body><script>alert(1)</script><p>Olá</p></body></html>"
    return post(to="marina@acme.example", subject="Olá", text="Olá <b>", html=html, purpose="t", now=timezone.now())


def test_a_demo_shows_its_mail(mail: OutgoingMail, client: Client) -> None:
    assert "marina@acme.example" in client.get("/dev/mail/").content.decode()
    page = client.get(f"/dev/mail/{mail.pk}/").content.decode()
    assert "Olá &lt;b&gt;" in page
    assert "<script>alert" not in page


def test_the_html_stands_alone_in_a_sandbox(mail: OutgoingMail, client: Client) -> None:
    response = client.get(f"/dev/mail/{mail.pk}/html/")
    policy = response.headers["Content-Security-Policy"]
    assert policy.startswith("sandbox")
    assert "allow-scripts" not in policy
    assert "default-src 'none'" in policy
    assert response.headers["X-Frame-Options"] == "SAMEORIGIN"


@pytest.mark.parametrize(("kept", "demo"), [(False, True), (True, False), (False, False)])
def test_elsewhere_it_does_not_exist(
    mail: OutgoingMail, client: Client, settings: Settings, kept: bool, demo: bool
) -> None:
    settings.MAIL_KEPT_LOCALLY, settings.DEMO, settings.DEBUG = kept, demo, False
    for path in ("/dev/mail/", f"/dev/mail/{mail.pk}/", f"/dev/mail/{mail.pk}/html/"):
        assert client.get(path).status_code == 404
