"""What SPF, DKIM and DMARC said of a mail's origin, for people who never heard of them."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

from balcao.mail.models import IncomingMail

METHODS: dict[str, tuple[str, StrOrPromise]] = {
    "spf": ("SPF", gettext_lazy("whether its domain sends from that server")),
    "dkim": ("DKIM", gettext_lazy("whether its signature holds")),
    "dmarc": ("DMARC", gettext_lazy("whether its domain stands by it")),
}
_WORDS: dict[str, StrOrPromise] = {
    "pass": gettext_lazy("confirmed"),
    "fail": gettext_lazy("failed"),
    "softfail": gettext_lazy("doubtful"),
    "none": gettext_lazy("nothing published"),
    "neutral": gettext_lazy("says nothing"),
    "policy": gettext_lazy("not accepted here"),
    "temperror": gettext_lazy("could not be checked"),
    "permerror": gettext_lazy("wrongly set up"),
    "unknown": gettext_lazy("not checked"),
}
_TONES = {"pass": ("done", "ok"), "fail": ("late", "danger"), "permerror": ("alert", ""), "softfail": ("alert", "")}


@dataclass(frozen=True, slots=True)
class Check:
    """One method and its result: «DKIM: confirmado»; `about` is what it asks."""

    name: str
    about: str
    words: str
    icon: str
    tone: str


@dataclass(frozen=True, slots=True)
class Origin:
    """`sentence`: what the three mean together; `by`: whose word it is."""

    checks: list[Check]
    sentence: str
    by: str


def origin_of(mail: IncomingMail) -> Origin:
    known = {key: str(value) for key, value in mail.authentication.items()}
    checks = [_check(method, known.get(method, "unknown")) for method in METHODS]
    return Origin(checks, _sentence(mail), known.get("by", ""))


def _check(method: str, result: str) -> Check:
    name, about = METHODS[method]
    icon, tone = _TONES.get(result, ("info", "closed"))
    return Check(name, str(about), str(_WORDS.get(result, result)), icon, tone)


def _sentence(mail: IncomingMail) -> str:
    known = mail.authentication
    if known.get("dmarc") == "fail":
        return _("The domain of the sender says that it did not send this mail.")
    if known.get("dmarc") == "pass" or known.get("is_aligned"):
        return _("The domain of the sender stands by this mail.")
    if all(known.get(method, "unknown") == "unknown" for method in METHODS):
        return _("Nobody checked where this mail comes from.")
    return _("Nothing shows that this mail comes from the domain of its sender.")
