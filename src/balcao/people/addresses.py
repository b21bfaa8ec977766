"""Whose an e-mail address is."""

from balcao.people.models import PersonAddress, User


def person_of(address: str) -> User | None:
    """The person with this address, as their own or as a confirmed further one; active or not.

    Letter for letter but for the case of ASCII: the database's own idea of case makes «ı» an «I», and a look-alike
    would be somebody else.
    """
    wanted = address.strip()
    if not wanted or "@" not in wanted:
        return None
    for user in User.objects.filter(email__iexact=wanted):
        if _same(user.email, wanted):
            return user
    further = PersonAddress.objects.filter(address__iexact=wanted, is_confirmed=True).select_related("user")
    return next((one.user for one in further if _same(one.address, wanted)), None)


def _same(left: str, right: str) -> bool:
    return _folded(left) == _folded(right)


def _folded(address: str) -> str:
    return "".join(char.lower() if char.isascii() else char for char in address.strip())
