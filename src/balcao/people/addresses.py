"""Whose an e-mail address is."""

from django.db.models import CharField, Q, QuerySet, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Lower

from balcao.lib.prepared import Prepared
from balcao.people.models import PersonAddress, User


def _lowered(address: str) -> Lower:
    """By the database, whose idea of case the index has."""
    return Lower(Value(address, output_field=CharField()))


def _with_email(folded: str) -> QuerySet[User]:
    # As the unique index says it, which `iexact` would pass by; a bound parameter would imply nothing.
    return User.objects.alias(folded=Lower("email")).filter(~Q(email=RawSQL("''", ())), folded=_lowered(folded))


def _with_further(folded: str) -> QuerySet[PersonAddress]:
    rows = PersonAddress.objects.alias(folded=Lower("address")).filter(folded=_lowered(folded), is_confirmed=True)
    return rows.select_related("user")


_BY_EMAIL, _BY_FURTHER = Prepared(_with_email), Prepared(_with_further)


def person_of(address: str) -> User | None:
    """The person with this address, as their own or as a confirmed further one; active or not.

    Letter for letter but for the case of ASCII: the database's own idea of case makes «ı» an «I», and a look-alike
    would be somebody else.
    """
    wanted = address.strip()
    if not wanted or "@" not in wanted:
        return None
    for user in _BY_EMAIL.rows(_folded(wanted)):
        if _same(user.email, wanted):
            return user
    further = _BY_FURTHER.rows(_folded(wanted))
    return next((one.user for one in further if _same(one.address, wanted)), None)


def _same(left: str, right: str) -> bool:
    return _folded(left) == _folded(right)


def _folded(address: str) -> str:
    return "".join(char.lower() if char.isascii() else char for char in address.strip())
