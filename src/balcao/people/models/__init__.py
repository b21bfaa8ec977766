from balcao.people.models.invitation import Invitation
from balcao.people.models.organization import Department, Membership, Organization, Sight
from balcao.people.models.team import Team
from balcao.people.models.user import Density, Theme, User, UserManager

__all__ = [
    "Density",
    "Department",
    "Invitation",
    "Membership",
    "Organization",
    "Sight",
    "Team",
    "Theme",
    "User",
    "UserManager",
]
