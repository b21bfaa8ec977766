"""Under which name a person is shown to whom: the site decides what customers see of agents."""

from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _

from balcao.lib.names import first_name, initials
from balcao.people.models import User
from balcao.site.current import current_site
from balcao.site.models import AgentName

Side = Literal["customer", "agent"]


@dataclass(frozen=True, slots=True)
class Face:
    """What a page shows of somebody: a name, what they are here, initials."""

    name: str
    role: str
    initials: str
    is_you: bool
    user_id: int | None


def face_of(user: User | None, *, is_desk: bool, side: Side, reader: User) -> Face:
    """Somebody of the desk (`is_desk`) or of the customer's side, seen from `side`. No user: the desk's automation."""
    if user is None:
        name = current_site().name
        return Face(name, _("Automatic"), initials(name), False, None)
    is_you = user.pk == reader.pk
    if is_desk:
        name = user.name if side == "agent" else desk_name(user)
        return Face(name, _("You") if is_you else _("Agent"), initials(name), is_you, user.pk)
    role = _("You") if is_you else _("Customer") if side == "agent" else _("Colleague")
    return Face(user.name, role, user.initials, is_you, user.pk)


def desk_name(agent: User) -> str:
    """The name of an agent for customers."""
    site = current_site()
    if site.agent_name == AgentName.TEAM:
        return site.name
    if site.agent_name == AgentName.ALIAS and agent.alias:
        return agent.alias
    return first_name(agent.name)
