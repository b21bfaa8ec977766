from balcao.people.models.address import PersonAddress
from balcao.people.models.invitation import Invitation
from balcao.people.models.note import PersonNote
from balcao.people.models.organization import Department, Membership, Organization, Sight
from balcao.people.models.sign_in import SignIn
from balcao.people.models.team import Team
from balcao.people.models.user import Density, DeskRole, TextSize, Theme, User, UserManager

__all__ = [
    "Density",
    "Department",
    "DeskRole",
    "Invitation",
    "Membership",
    "Organization",
    "PersonAddress",
    "PersonNote",
    "Sight",
    "SignIn",
    "Team",
    "TextSize",
    "Theme",
    "User",
    "UserManager",
]
