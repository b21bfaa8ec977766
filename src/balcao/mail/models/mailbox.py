"""Where mail comes in, and how that goes."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from balcao.catalog.models import Offer
from balcao.people.models import User
from balcao.tickets.models import Queue


class MailboxKind(models.TextChoices):
    IMAP = "imap", _("Fetched from a mailbox (IMAP)")
    FOLDER = "folder", _("Read from a folder of .eml files")
    HANDED = "handed", _("Handed over by a mail server (LMTP, SMTP or a pipe)")


class Security(models.TextChoices):
    TLS = "tls", _("TLS from the first byte (port 993)")
    STARTTLS = "starttls", _("STARTTLS (port 143)")
    NONE = "none", _("None: only inside a machine")


class SignInWith(models.TextChoices):
    PASSWORD = "password", _("Password")
    OAUTH2 = "oauth2", _("OAuth 2 (Google, Microsoft)")


class AfterKeeping(models.TextChoices):
    """What happens to a mail on its server once it is kept here."""

    LEAVE = "leave", _("Leave it where it is")
    SEEN = "seen", _("Mark it as read")
    MOVE = "move", _("Move it to another folder")
    DELETE = "delete", _("Delete it")


class Strangers(models.TextChoices):
    """What happens to a mail of somebody whom nobody here knows."""

    HOLD = "hold", _("Hold it for review")
    OPEN = "open", _("Open a ticket")


class Trouble(models.TextChoices):
    """Why no mail comes in; `mail.health` says what to do about each."""

    UNREACHABLE = "unreachable", _("The server does not answer")
    FORBIDDEN = "forbidden", _("The server's address is not allowed")
    CERTIFICATE = "certificate", _("The server's certificate is not valid")
    INSECURE = "insecure", _("The password would travel unencrypted")
    REFUSED = "refused", _("The server refuses the user name or the password")
    EXPIRED = "expired", _("The permission to read the mailbox has expired")
    SECRET = "secret", _("The stored password cannot be read")
    FOLDER = "folder", _("The folder cannot be opened")
    KEEPING = "keeping", _("A mail could not be kept here")
    OTHER = "other", _("Something else went wrong")


class Mailbox(models.Model):
    """One way in. `address` is what people write to; mails to `aliases`, and to either with a plus tag, are its too.

    `offer` is the tool and process of the tickets that mails open here; without one they are held for review. `queue`
    stands in for the process's first one. `secret` is encrypted (mail/secrets.py): the password, or the OAuth 2 client
    secret. `path` is the IMAP folder, or the folder of files.
    """

    name = models.CharField(_("name"), max_length=80, unique=True)
    address = models.EmailField(_("address that people write to"), max_length=254, unique=True)
    aliases = models.JSONField(_("further addresses"), default=list, blank=True)
    kind = models.CharField(_("how mail comes in"), max_length=8, choices=MailboxKind.choices)
    is_active = models.BooleanField(_("takes mail in"), default=True)

    host = models.CharField(_("server"), max_length=253, blank=True)
    port = models.PositiveIntegerField(_("port"), null=True, blank=True)
    security = models.CharField(_("encryption"), max_length=8, choices=Security.choices, default=Security.TLS)
    sign_in_with = models.CharField(
        _("sign in with"), max_length=8, choices=SignInWith.choices, default=SignInWith.PASSWORD
    )
    username = models.CharField(_("user name"), max_length=254, blank=True)
    secret = models.TextField(blank=True, editable=False)
    oauth_token_url = models.URLField(_("address for tokens"), blank=True)
    oauth_client_id = models.CharField(_("client id"), max_length=254, blank=True)
    oauth_scope = models.CharField(_("scope"), max_length=254, blank=True)
    oauth_refresh_token = models.TextField(blank=True, editable=False)
    path = models.CharField(_("folder"), max_length=500, blank=True)
    after_keeping = models.CharField(
        _("afterwards, on the server"), max_length=8, choices=AfterKeeping.choices, default=AfterKeeping.SEEN
    )
    move_to = models.CharField(_("move to the folder"), max_length=254, blank=True)

    offer = models.ForeignKey(
        Offer, verbose_name=_("tool and process"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    queue = models.ForeignKey(
        Queue, verbose_name=_("queue"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    strangers = models.CharField(
        _("mail of unknown people"), max_length=8, choices=Strangers.choices, default=Strangers.HOLD
    )

    # How it goes. `last_looked_at`: the last time that all was well; `failing_since`: since when it is not.
    uidvalidity = models.BigIntegerField(null=True, editable=False)
    last_uid = models.BigIntegerField(default=0, editable=False)
    last_looked_at = models.DateTimeField(null=True, editable=False)
    last_mail_at = models.DateTimeField(null=True, editable=False)
    failing_since = models.DateTimeField(null=True, editable=False)
    trouble = models.CharField(max_length=12, choices=Trouble.choices, blank=True, editable=False)
    last_error = models.TextField(blank=True, editable=False)
    told_at = models.DateTimeField(null=True, editable=False)
    reconciled_at = models.DateTimeField(null=True, editable=False)

    missing = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("mailbox")
        verbose_name_plural = _("mailboxes")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class MailboxHold(models.Model):
    """The one process that works on a mailbox, until its time is over; whoever knows the `token` may lengthen it."""

    mailbox = models.OneToOneField(Mailbox, primary_key=True, on_delete=models.CASCADE, related_name="+")
    token = models.UUIDField()
    holder = models.CharField(max_length=120)
    until = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.mailbox_id} {self.holder}"


class BadAddress(models.Model):
    """An address that a server refused for good, or from which a mail came back: nothing is sent there meanwhile."""

    address = models.EmailField(_("address"), max_length=254, unique=True)
    person = models.ForeignKey(User, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    status = models.CharField(_("code"), max_length=12, blank=True)
    diagnostic = models.TextField(_("what the server said"), blank=True)
    since = models.DateTimeField(_("since"))
    ended_at = models.DateTimeField(null=True, blank=True)
    """When an administrator, or a mail from there, said that it works again."""

    class Meta:
        verbose_name = _("refused address")
        verbose_name_plural = _("refused addresses")
        ordering = ["-since"]
        indexes = [models.Index(fields=["since"], name="bad_address_now", condition=Q(ended_at__isnull=True))]

    def __str__(self) -> str:
        return self.address
