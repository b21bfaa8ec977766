"""A person who signs in: customer of organizations, agent, administrator; one person can be several."""

from datetime import datetime
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from balcao.lib.names import first_name, initials


class Theme(models.TextChoices):
    SYSTEM = "system", _("System")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")
    CONTRAST = "contrast", _("High contrast")


class Density(models.TextChoices):
    COMFORTABLE = "comfortable", _("Comfortable")
    COMPACT = "compact", _("Compact")


class TextSize(models.TextChoices):
    NORMAL = "normal", _("Normal")
    LARGE = "large", _("Large")
    LARGEST = "largest", _("Larger")


class UserManager(BaseUserManager["User"]):
    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(username=username.strip(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, username: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(username, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username__iexact=username)


class DeskRole(models.TextChoices):
    """What an agent is in the own teams besides answering, which needs no name."""

    LEAD = "lead", _("Leads")
    OBSERVER = "observer", _("Only reads")


class User(AbstractBaseUser, PermissionsMixin):
    username = models.CharField(
        _("user name"),
        max_length=80,
        validators=[RegexValidator(r"^[\w.@+-]+\Z", _("Use letters, numbers and . @ + - _ only."))],
    )
    email = models.EmailField(_("e-mail"), blank=True)
    name = models.CharField(_("name"), max_length=120)
    alias = models.CharField(_("alias shown to customers"), max_length=60, blank=True)
    job_title = models.CharField(_("job title"), max_length=80, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    photo_key = models.CharField(max_length=80, blank=True, editable=False)

    language = models.CharField(_("language"), max_length=10, default="pt-br")
    time_zone = models.CharField(_("time zone"), max_length=64, default="America/Sao_Paulo")
    theme = models.CharField(_("theme"), max_length=10, choices=Theme.choices, default=Theme.SYSTEM)
    density = models.CharField(_("density"), max_length=12, choices=Density.choices, default=Density.COMFORTABLE)
    text_size = models.CharField(_("text size"), max_length=8, choices=TextSize.choices, default=TextSize.NORMAL)
    reduces_motion = models.BooleanField(_("reduce motion"), default=False)
    has_shortcuts = models.BooleanField(_("single-key shortcuts"), default=True)

    is_active = models.BooleanField(_("may sign in"), default=True)
    is_agent = models.BooleanField(_("agent"), default=False)
    desk_role = models.CharField(
        _("role at the desk"),
        max_length=10,
        choices=DeskRole.choices,
        blank=True,
        help_text=_("Who only reads answers and changes nothing, whatever the team may do."),
    )
    is_staff = models.BooleanField(_("administrator"), default=False)
    must_change_password = models.BooleanField(_("must choose a password at the next sign-in"), default=False)
    temporary_until = models.DateTimeField(_("temporary password valid until"), null=True, blank=True)
    created_at = models.DateTimeField(_("created at"), default=timezone.now, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name", "email"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(Lower("username"), name="user_username_ci"),
            models.UniqueConstraint(Lower("email"), name="user_email_ci", condition=~models.Q(email="")),
        ]

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return first_name(self.name)

    @property
    def first_name(self) -> str:
        return first_name(self.name)

    @property
    def initials(self) -> str:
        return initials(self.name)

    @property
    def photo_url(self) -> str:
        """Where a signed-in person may load the photo (front/urls.py, name `photo`); empty: show the initials."""
        return f"/fotos/{self.pk}/{self.photo_key.rpartition('/')[2]}" if self.photo_key else ""

    def temporary_password_expired(self, now: datetime) -> bool:
        return self.must_change_password and self.temporary_until is not None and self.temporary_until <= now
