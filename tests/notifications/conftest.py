"""Mails of processes leave through the same server of tests as all mails."""

from tests.mail.conftest import mail_server

__all__ = ["mail_server"]
