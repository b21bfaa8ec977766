"""A mailbox as a form: what its kind needs, and secrets that are written and never shown again."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balcao.mail.mailboxes import plain_address
from balcao.mail.models import AfterKeeping, Mailbox, MailboxKind, SignInWith
from balcao.mail.secrets import seal

MOST_ALIASES = 50
_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[?[0-9a-f:.]+\]?", re.IGNORECASE)

SECRETS = {"new_secret": "secret", "new_refresh_token": "oauth_refresh_token"}
"""What is typed → where it is kept, sealed."""
PLACE = frozenset({"host", "username", "path", "sign_in_with"})
"""Another of these is another mailbox on the server: what was read there says nothing about it."""
RISKY = frozenset({"host", "port", "security", "oauth_token_url"})
"""To where a secret travels: who changes it must know the secret."""


class Secret(forms.CharField):
    """Never filled in by the server."""

    def __init__(self, **options: Any) -> None:
        widget = forms.PasswordInput(render_value=False, attrs={"autocomplete": "new-password", "class": "vTextField"})
        super().__init__(required=False, strip=False, max_length=4000, widget=widget, **options)


class MailboxForm(forms.ModelForm[Mailbox]):
    """`kind` is set before: the fields that belong to other kinds are not there."""

    aliases_text = forms.CharField(
        label=gettext_lazy("Further addresses"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField", "spellcheck": "false"}),
        help_text=gettext_lazy("One per line. Mail to them comes in here too."),
    )
    new_secret = Secret(label=gettext_lazy("Password, or client secret of OAuth 2"))
    new_refresh_token = Secret(label=gettext_lazy("Refresh token"))

    class Meta:
        model = Mailbox
        fields = ["name", "address", "is_active"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["aliases_text"] = "\n".join(self.instance.aliases or [])
        for typed, kept in SECRETS.items():
            if typed in self.fields and getattr(self.instance, kept):
                self.fields[typed].help_text = _("It is set. Type to replace it; leave it empty to keep it.")

    def clean_address(self) -> str:
        address: str = self.cleaned_data["address"].strip().lower()
        self._refuse_taken(address)
        return address

    def clean_aliases_text(self) -> str:
        found = [line.strip().lower() for line in self.cleaned_data["aliases_text"].replace(",", "\n").splitlines()]
        found = list(dict.fromkeys(line for line in found if line))
        if len(found) > MOST_ALIASES:
            raise ValidationError(_("At most %(count)d addresses.") % {"count": MOST_ALIASES})
        for address in found:
            try:
                validate_email(address)
            except ValidationError as error:
                raise ValidationError(_("“%(address)s” is no e-mail address.") % {"address": address}) from error
            self._refuse_taken(address)
        return "\n".join(found)

    def _refuse_taken(self, address: str) -> None:
        for other in Mailbox.objects.exclude(pk=self.instance.pk).only("name", "address", "aliases"):
            if plain_address(address) in {plain_address(str(one)) for one in [other.address, *other.aliases]}:
                said = _("“%(address)s” belongs to the mailbox %(name)s already.")
                raise ValidationError(said % {"address": address, "name": other.name})

    def clean_host(self) -> str:
        host: str = self.cleaned_data["host"].strip().lower()
        if host and not _HOST.fullmatch(host):
            raise ValidationError(_("Only the server's name, like imap.example.com."))
        return host

    def clean_port(self) -> int | None:
        port: int | None = self.cleaned_data["port"]
        if port is not None and not 1 <= port <= 65_535:
            raise ValidationError(_("A port is a number from 1 to 65535."))
        return port

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if self.instance.kind == MailboxKind.IMAP:
            self._check_sign_in(data)
        if self.instance.kind == MailboxKind.FOLDER and not data.get("path"):
            self._need("path", _("Write the folder."))
        if data.get("after_keeping") == AfterKeeping.MOVE and not data.get("move_to"):
            self._need("move_to", _("Write the folder to which mails are moved."))
        return data

    def _check_sign_in(self, data: dict[str, Any]) -> None:
        if not data.get("host"):
            self._need("host", _("Write the server."))
        if not data.get("username"):
            self._need("username", _("Write the user name."))
        if data.get("sign_in_with") == SignInWith.OAUTH2:
            for name in ("oauth_token_url", "oauth_client_id"):
                if not data.get(name):
                    self._need(name, _("OAuth 2 needs this."))
        elif not (data.get("new_secret") or self.instance.secret):
            self._need("new_secret", _("Write the password."))
        if RISKY & set(self.changed_data) and self._has_secrets() and not (SECRETS.keys() & set(self.changed_data)):
            self._need("new_secret", _("The server has changed: type the password again, so that it is meant for it."))

    def _has_secrets(self) -> bool:
        return bool(self.instance.pk) and any(getattr(self.instance, kept) for kept in SECRETS.values())

    def _need(self, name: str, said: str) -> None:
        if name in self.fields and name not in self.errors:
            self.add_error(name, said)

    def save(self, commit: bool = True) -> Mailbox:
        mailbox = self.instance
        mailbox.aliases = self.cleaned_data["aliases_text"].splitlines()
        for typed, kept in SECRETS.items():
            if self.cleaned_data.get(typed):
                setattr(mailbox, kept, seal(self.cleaned_data[typed]))
        if PLACE & set(self.changed_data):
            mailbox.uidvalidity, mailbox.last_uid, mailbox.missing = None, 0, 0
        if (PLACE | RISKY | SECRETS.keys()) & set(self.changed_data):
            # It is another attempt: what went wrong before says nothing about it.
            mailbox.failing_since, mailbox.trouble, mailbox.last_error = None, "", ""
        return super().save(commit)
