"""A connection to an IMAP server: to an address that was looked at, encrypted as asked for, signed in."""

from __future__ import annotations

import imaplib
import ipaddress
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from imap_tools.errors import ImapToolsError
from imap_tools.mailbox import BaseMailBox

from balcao.lib import outbound
from balcao.mail.models import Mailbox, Security, SignInWith, Trouble
from balcao.mail.secrets import Secret, Unreadable, unseal
from balcao.mail.transports.oauth import access_token, forget_token
from balcao.mail.transports.trouble import InTrouble

PATIENCE = 30.0
"""Seconds for each answer of the server."""

PORTS = {Security.TLS: 993, Security.STARTTLS: 143, Security.NONE: 143}


class _Plain(imaplib.IMAP4):
    """To a given address, whatever the host's name resolves to by now."""

    def __init__(self, host: str, port: int, address: str, timeout: float) -> None:
        self.address = address
        super().__init__(host, port, timeout)

    def _create_socket(self, timeout: float | None) -> socket.socket:
        return socket.create_connection((self.address, self.port), timeout)


class _Encrypted(_Plain):
    """TLS from the first byte; the certificate is checked for the host's name."""

    def _create_socket(self, timeout: float | None) -> socket.socket:
        plain = super()._create_socket(timeout)
        try:
            return ssl.create_default_context().wrap_socket(plain, server_hostname=self.host)
        except BaseException:
            plain.close()
            raise


class Box(BaseMailBox):
    """What imap-tools makes of a client of ours."""

    def __init__(self, client: imaplib.IMAP4) -> None:
        self._given = client
        super().__init__()

    def _get_mailbox_client(self) -> imaplib.IMAP4:
        return self._given


def signed_in(mailbox: Mailbox, *, patience: float = PATIENCE) -> Box:
    """A connection in which no folder is open yet. Raises InTrouble."""
    with told(Trouble.UNREACHABLE):
        box = Box(_connected(mailbox, patience))
    try:
        _sign_in(box, mailbox)
    except BaseException:
        hang_up(box)
        raise
    return box


def hang_up(box: Box) -> None:
    """Without a word: the server notices by itself, and needs no answer of ours."""
    try:
        box.client.shutdown()
    except OSError:
        return


def cut(box: Box) -> None:
    """From another thread: whoever waits for the server hears at once that the line is gone."""
    try:
        box.client.sock.shutdown(socket.SHUT_RDWR)
    except OSError:
        return


@contextmanager
def told(otherwise: Trouble) -> Iterator[None]:
    """Whatever a server or the network does becomes InTrouble."""
    try:
        yield
    except ssl.SSLCertVerificationError as error:
        raise InTrouble(Trouble.CERTIFICATE, error.verify_message) from None
    except (OSError, imaplib.IMAP4.abort) as error:
        raise InTrouble(Trouble.UNREACHABLE, f"{type(error).__name__}: {error}"[:300]) from None
    except (imaplib.IMAP4.error, ImapToolsError) as error:
        raise InTrouble(otherwise, str(error)[:300]) from None


def _connected(mailbox: Mailbox, patience: float) -> imaplib.IMAP4:
    security = Security(mailbox.security)
    port = mailbox.port or PORTS[security]
    try:
        addresses = outbound.checked_addresses(mailbox.host, port, allow=settings.OUTBOUND_ALLOW)
    except outbound.NotAllowed:
        raise InTrouble(Trouble.FORBIDDEN, f"{mailbox.host} is an address of the inside") from None
    except outbound.NotReached as error:
        raise InTrouble(Trouble.UNREACHABLE, str(error)) from None
    if security is Security.NONE and not all(ipaddress.ip_address(one).is_loopback for one in addresses):
        raise InTrouble(Trouble.INSECURE, f"{mailbox.host} is another machine")
    return _first_that_answers(mailbox.host, port, addresses, security, patience)


def _first_that_answers(
    host: str, port: int, addresses: list[str], security: Security, patience: float
) -> imaplib.IMAP4:
    kind = _Encrypted if security is Security.TLS else _Plain
    for number, address in enumerate(addresses, start=1):
        try:
            client = kind(host, port, address, patience)
        except ssl.SSLError:
            raise  # the same host with the same certificate
        except OSError:
            if number == len(addresses):
                raise
            continue
        if security is Security.STARTTLS:
            client.starttls(ssl.create_default_context())
        return client
    raise OSError("no address")


def _sign_in(box: Box, mailbox: Mailbox) -> None:
    if mailbox.sign_in_with == SignInWith.OAUTH2:
        _sign_in_with_token(box, mailbox)
        return
    try:
        password = unseal(mailbox.secret)
    except Unreadable as error:
        raise InTrouble(Trouble.SECRET, str(error)) from None
    with told(Trouble.REFUSED), _hidden(password):
        if mailbox.username.isascii() and password.reveal().isascii():
            box.login(mailbox.username, password.reveal(), initial_folder=None)
        else:
            box.login_utf8(mailbox.username, password.reveal(), initial_folder=None)


def _sign_in_with_token(box: Box, mailbox: Mailbox) -> None:
    token = access_token(mailbox)
    try:
        with told(Trouble.EXPIRED), _hidden(token):
            box.xoauth2(mailbox.username, token.reveal(), initial_folder=None)
    except InTrouble as trouble:
        if trouble.trouble is Trouble.EXPIRED:
            forget_token(mailbox)
        raise


@contextmanager
def _hidden(secret: Secret) -> Iterator[None]:
    """A server that repeats what it was sent does not bring it into our log."""
    try:
        yield
    except (imaplib.IMAP4.error, ImapToolsError) as error:
        said = str(error)
        if secret and secret.reveal() in said:
            said = said.replace(secret.reveal(), "…")
        kind = imaplib.IMAP4.abort if isinstance(error, imaplib.IMAP4.abort) else imaplib.IMAP4.error
        raise kind(said) from None
