"""Who is signed in, as the menus of every page show it: plain values, so that what is drawn of them can be kept."""

from dataclasses import dataclass

from balcao.front.reader import Reader


@dataclass(frozen=True, slots=True)
class Company:
    id: int
    name: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Account:
    """`of`: the company at hand, the desk's name for its people, or nothing."""

    name: str
    photo: str
    of: str
    companies: tuple[Company, ...]
    is_customer: bool
    is_agent: bool
    is_staff: bool


def account_of(reader: Reader, *, desk: str) -> Account | None:
    """None for who has not signed in."""
    if not reader.is_known:
        return None
    user, current = reader.user, reader.membership
    return Account(
        name=user.name,
        photo=reader.photo,
        of=current.organization.name if current else desk if user.is_agent else "",
        companies=tuple(
            Company(one.organization_id, one.organization.name, is_current=one is current) for one in reader.memberships
        ),
        is_customer=current is not None,
        is_agent=user.is_agent,
        is_staff=user.is_staff,
    )
