"""Companies that are customers of the desk, and who belongs to them with which sight."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from balcao.people.models.user import User


class Organization(models.Model):
    name = models.CharField(_("name"), max_length=120)
    legal_name = models.CharField(_("legal name"), max_length=160, blank=True)
    slug = models.SlugField(_("short name for addresses"), max_length=60, unique=True)
    cnpj = models.CharField("CNPJ", max_length=14, blank=True)
    state = models.CharField(_("state (UF)"), max_length=2, blank=True)
    account_manager = models.ForeignKey(
        User, verbose_name=_("account manager"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    is_active = models.BooleanField(_("may be served"), default=True)
    note = models.TextField(_("note for the team"), blank=True)
    is_holding = models.BooleanField(default=False, editable=False)
    """The company of people whom nobody knows (unknown senders of mails): its members are no colleagues."""

    class Meta:
        verbose_name = _("company")
        verbose_name_plural = _("companies")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["cnpj"], name="organization_cnpj", condition=~models.Q(cnpj=""))]

    def __str__(self) -> str:
        return self.name


class Department(models.Model):
    organization = models.ForeignKey(
        Organization, verbose_name=_("company"), on_delete=models.CASCADE, related_name="departments"
    )
    name = models.CharField(_("name"), max_length=80)

    class Meta:
        verbose_name = _("department")
        verbose_name_plural = _("departments")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["organization", "name"], name="department_name")]

    def __str__(self) -> str:
        return self.name


class Sight(models.TextChoices):
    """Which tickets of the company a member sees besides the own ones."""

    OWN = "own", _("Own tickets")
    DEPARTMENT = "department", _("Tickets of the department")
    COMPANY = "company", _("Tickets of the whole company")


class Membership(models.Model):
    user = models.ForeignKey(User, verbose_name=_("person"), on_delete=models.CASCADE, related_name="memberships")
    organization = models.ForeignKey(
        Organization, verbose_name=_("company"), on_delete=models.CASCADE, related_name="memberships"
    )
    department = models.ForeignKey(
        Department, verbose_name=_("department"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    sight = models.CharField(_("sees"), max_length=12, choices=Sight.choices, default=Sight.OWN)
    is_manager = models.BooleanField(_("manager: may open tickets for colleagues"), default=False)

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["user", "organization"], name="membership_once")]

    def __str__(self) -> str:
        return f"{self.user} · {self.organization}"
