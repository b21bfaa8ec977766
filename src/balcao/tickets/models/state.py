"""States are rows of a fixed kind; the kind says whether the ticket is open and whose turn it is."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from balcao.site.models import texts_field


class StateKind(models.TextChoices):
    NEW = "new", _("New")
    OPEN = "open", _("Being worked on")
    WAITING_CUSTOMER = "waiting_customer", _("Waiting for the customer")
    WAITING_THIRD_PARTY = "waiting_third_party", _("Waiting for a third party")
    RESOLVED = "resolved", _("Resolved")
    CLOSED = "closed", _("Closed")
    CANCELLED = "cancelled", _("Cancelled")
    MERGED = "merged", _("Merged")


FINAL_KINDS = frozenset({StateKind.CLOSED, StateKind.CANCELLED, StateKind.MERGED})


class Turn(models.TextChoices):
    """Whose turn it is; nobody's when the ticket has ended."""

    DESK = "desk", _("The desk's turn")
    CUSTOMER = "customer", _("The customer's turn")
    THIRD_PARTY = "third_party", _("A third party's turn")
    NOBODY = "nobody", _("Nobody's turn")


_TURNS = {
    StateKind.WAITING_CUSTOMER: Turn.CUSTOMER,
    StateKind.RESOLVED: Turn.CUSTOMER,
    StateKind.WAITING_THIRD_PARTY: Turn.THIRD_PARTY,
    StateKind.CLOSED: Turn.NOBODY,
    StateKind.CANCELLED: Turn.NOBODY,
    StateKind.MERGED: Turn.NOBODY,
}


def turns_of(turn: Turn) -> list[StateKind]:
    """The kinds of state in which it is this side's turn."""
    return [kind for kind in StateKind if _TURNS.get(kind, Turn.DESK) == turn]


class State(models.Model):
    slug = models.SlugField(_("short name used by processes"), max_length=60, unique=True)
    kind = models.CharField(_("kind"), max_length=24, choices=StateKind.choices)
    name = models.CharField(_("name for the team"), max_length=60)
    customer_label = texts_field(_("name for customers"))
    position = models.PositiveSmallIntegerField(_("position"), default=100)
    is_default = models.BooleanField(_("the one used for its kind when a process names none"), default=False)

    class Meta:
        verbose_name = _("state")
        verbose_name_plural = _("states")
        ordering = ["position", "slug"]
        constraints = [
            models.UniqueConstraint(fields=["kind"], name="state_default_kind", condition=models.Q(is_default=True))
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def default(cls, kind: StateKind) -> "State":
        """The one that verbs put where no process says another."""
        return cls.objects.get(kind=kind, is_default=True)

    @property
    def is_final(self) -> bool:
        return self.kind in FINAL_KINDS

    @property
    def turn(self) -> Turn:
        return _TURNS.get(StateKind(self.kind), Turn.DESK)
