"""Making administrators, for the command line."""

import secrets
from datetime import datetime, timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from balcao.people.models import User

TEMPORARY = timedelta(days=3)
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without those that are mistaken for each other when a password is read aloud."""


class WeakPassword(ValidationError):
    """The password breaks a rule of the settings; the messages say which."""


def make(*, email: str, name: str, username: str, password: str) -> User:
    """An administrator who chose this password. Raises WeakPassword, or ValidationError for anything else."""
    user = _checked(email=email, name=name, username=username)
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise WeakPassword(error.messages) from error
    user.set_password(password)
    user.save()
    return user


def make_with_temporary_password(*, email: str, name: str, username: str, now: datetime) -> tuple[User, str]:
    """An administrator and a password that must be changed at the first sign-in. Raises ValidationError."""
    user = _checked(email=email, name=name, username=username or email.partition("@")[0])
    return user, _give_temporary_password(user, now)


def reset(*, email: str, now: datetime) -> tuple[User, str]:
    """A new temporary password for an administrator who is locked out. Raises ValidationError for anybody else."""
    user = User.objects.filter(email__iexact=email.strip(), is_staff=True, is_superuser=True).first()
    if user is None:
        raise ValidationError(f"There is no administrator with the e-mail {email}.")
    user.is_active = True
    return user, _give_temporary_password(user, now)


def _checked(*, email: str, name: str, username: str) -> User:
    user = User(
        username=username.strip(),
        email=email.strip(),
        name=" ".join(name.split()),
        is_agent=True,
        is_staff=True,
        is_superuser=True,
    )
    if not user.email:
        raise ValidationError("An administrator needs an e-mail.")
    user.full_clean(exclude=["password"])
    return user


def _give_temporary_password(user: User, now: datetime) -> str:
    password = "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(4))
    user.set_password(password)
    user.must_change_password = True
    user.temporary_until = now + TEMPORARY
    user.save()
    return password
