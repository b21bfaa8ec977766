"""Further e-mail addresses of a person, besides the one that mail is sent to."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from balcao.people.models.user import User


class PersonAddress(models.Model):
    """Who writes from it is this person, once it `is_confirmed`. Nothing is sent there."""

    user = models.ForeignKey(User, verbose_name=_("person"), on_delete=models.CASCADE, related_name="addresses")
    address = models.EmailField(_("e-mail"), max_length=254)
    is_confirmed = models.BooleanField(_("confirmed"), default=False)
    created_at = models.DateTimeField(_("created at"))

    class Meta:
        verbose_name = _("further address")
        verbose_name_plural = _("further addresses")
        ordering: ClassVar[list[str]] = ["address"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(Lower("address"), name="person_address_ci")
        ]

    def __str__(self) -> str:
        return self.address
