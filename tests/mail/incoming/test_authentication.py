"""SPF, DKIM and DMARC: whose word counts, and what follows from it."""

from __future__ import annotations

import base64

import dkim
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from pytest_django.fixtures import Settings

from balcao.mail.authentication import authentication_of, is_authentic
from balcao.mail.models import Mailbox
from balcao.mail.originals import checks_in_words
from balcao.mail.parsing.parse import parse
from tests.cast import Cast
from tests.mail.incoming.letters import arrive, letter
from tests.mail.incoming.test_trust import ANA, MARINA, fate_of, to

OURS = "mx.balcao.example"


def results(server: str, said: str, raw: bytes) -> bytes:
    return f"Authentication-Results: {server}; {said}\r\n".encode() + raw


def known(raw: bytes) -> dict[str, object]:
    return authentication_of(raw, parse(raw))


def test_only_our_own_server_is_believed(settings: Settings) -> None:
    settings.MAIL_AUTHSERV_IDS = [OURS]
    raw = letter(MARINA)
    forged = results("mx.fora.example", "dmarc=pass; spf=pass smtp.mailfrom=acme.example", raw)
    assert {known(forged)[name] for name in ("spf", "dkim", "dmarc")} == {"unknown"}
    said = "spf=pass (x; dmarc=fail) smtp.mailfrom=bounce@acme.example; dkim=fail header.d=a.example;"
    found = known(results(f"{OURS} 1", f"{said} dkim=pass header.d=acme.example; dmarc=pass", raw))
    assert {key: found[key] for key in ("spf", "dkim", "dmarc", "by", "signed_by", "sent_by", "is_aligned")} == {
        "spf": "pass",
        "dkim": "pass",
        "dmarc": "pass",
        "by": OURS,
        "signed_by": "acme.example",
        "sent_by": "acme.example",
        "is_aligned": True,
    }
    assert checks_in_words(found) == "SPF pass · DKIM pass (acme.example) · DMARC pass"


def test_the_header_of_our_last_server_wins(settings: Settings) -> None:
    settings.MAIL_AUTHSERV_IDS = [OURS]
    below = results(OURS, "dmarc=pass", letter(MARINA))
    assert known(results(OURS, "dmarc=fail", below))["dmarc"] == "fail"


def test_without_a_server_of_ours_nothing_is_believed(settings: Settings) -> None:
    settings.MAIL_AUTHSERV_IDS = []
    assert known(results(OURS, "dmarc=pass", letter(MARINA)))["dmarc"] == "unknown"


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ({}, None),
        ({"spf": "unknown", "dkim": "unknown", "dmarc": "unknown"}, None),
        ({"dmarc": "pass"}, True),
        ({"spf": "pass", "is_aligned": True}, True),
        ({"spf": "pass", "is_aligned": False}, False),
        ({"spf": "fail"}, False),
    ],
)
def test_when_a_mail_is_authentic(found: dict[str, object], expected: bool | None) -> None:
    assert is_authentic(found) is expected


def signed(raw: bytes, domain: bytes) -> tuple[bytes, bytes]:
    """The mail with a signature, and the record in the DNS."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    )
    public = key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    header = dkim.sign(raw, b"s1", domain, secret)
    return header + raw, b"v=DKIM1; k=rsa; p=" + base64.b64encode(public)


def test_a_signature_is_checked_here(settings: Settings) -> None:
    raw, record = signed(letter(MARINA).replace(b"\n", b"\r\n"), b"acme.example")
    asked: list[bytes] = []

    def look_up(name: bytes) -> bytes:
        asked.append(name)
        return record

    found = authentication_of(raw, parse(raw), look_up=look_up)
    assert (found["dkim"], found["signed_by"], found["is_aligned"]) == ("pass", "acme.example", True)
    assert asked == [b"s1._domainkey.acme.example."]
    changed = raw.replace(b"Segue", b"Pague")
    assert authentication_of(changed, parse(changed), look_up=look_up)["dkim"] == "fail"
    other, record = signed(letter(MARINA).replace(b"\n", b"\r\n"), b"fora.example")
    assert authentication_of(other, parse(other), look_up=look_up)["is_aligned"] is False


def test_without_an_answer_of_the_dns_it_stays_unknown() -> None:
    raw, _record = signed(letter(MARINA).replace(b"\n", b"\r\n"), b"acme.example")

    def silent(name: bytes) -> bytes:
        raise TimeoutError

    assert authentication_of(raw, parse(raw), look_up=silent)["dkim"] == "unknown"
    broken = b"DKIM-Signature: v=1; a=nonsense; =;;\r\n" + letter(MARINA)
    assert authentication_of(broken, parse(broken), look_up=lambda name: b"")["dkim"] == "fail"


@pytest.mark.parametrize(
    ("by", "said", "reason"),
    [
        (MARINA, "dmarc=fail", "dmarc_failed"),
        (MARINA, "spf=fail smtp.mailfrom=fora.example", "answer"),
        (ANA, "spf=fail smtp.mailfrom=fora.example", "own_domain_forged"),
        (ANA, "spf=pass smtp.mailfrom=fora.example", "own_domain_forged"),
        (ANA, "spf=pass smtp.mailfrom=balcao.example", "agent_answer"),
        (ANA, "dkim=pass header.d=balcao.example", "agent_answer"),
        ("Diretor <diretor@balcao.example>", "spf=softfail smtp.mailfrom=fora.example", "own_domain_forged"),
    ],
)
def test_what_is_disowned_is_held(
    cast: Cast, box: Mailbox, settings: Settings, by: str, said: str, reason: str
) -> None:
    settings.MAIL_AUTHSERV_IDS = [OURS]
    ticket = cast.ticket()
    whose = cast.ana if by == ANA else cast.marina
    mail = arrive(results(OURS, said, letter(by, to=[to(ticket, whose)])), box=box)
    assert fate_of(mail)[1] == reason
    assert mail.authentication["by"] == OURS
