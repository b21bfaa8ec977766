"""The mails of sign-in: each follows from an event (config/listeners.py), in the recipient's language."""

from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse
from django.utils import translation
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _

from balcao.front.my_data import KEPT
from balcao.front.zones import city
from balcao.history.models import Event
from balcao.mail.letters import address_of, write
from balcao.mail.outbox import post
from balcao.people.access import memberships_of
from balcao.people.invitations import token_of
from balcao.people.models import Invitation, User
from balcao.site.current import current_site


def tell_invited(event_id: int) -> None:
    """Listener of `person.invited`: the link, to the registered address only."""
    event = Event.objects.get(pk=event_id)
    invitation = Invitation.objects.select_related("user").get(pk=event.data["invitation"])
    user = invitation.user
    if not user.email or not invitation.is_open(event.at):
        return
    memberships = memberships_of(user)
    site = current_site()
    context = {
        "name": user.first_name,
        "login": user.username,
        "company": memberships[0].organization.name if memberships else site.company or site.name,
        "expires_at": invitation.expires_at,
        "button_url": address_of(reverse("invitation", args=[token_of(invitation)])),
    }
    with translation.override(user.language):
        subject = _("Your access to the support portal of %(desk)s") % {"desk": site.name}
        context["button_label"] = _("Create my access")
    _post(user, "invitation", subject, context, event, key=f"invitation:{invitation.key}", is_secret=True)


def tell_password_changed(event_id: int) -> None:
    """Listener of `person.password_changed`: a notice that cannot be switched off."""
    event = Event.objects.get(pk=event_id)
    user = User.objects.get(pk=event.data["user"])
    if not user.email:
        return
    again = address_of(reverse("account_reset_password"))
    context = {"at": event.at, "zone": city(user.time_zone), "button_url": again}
    with translation.override(user.language):
        subject = _("Your password was changed")
        context["button_label"] = _("Create a new password")
    _post(user, "password_changed", subject, context, event, key=f"password_changed:{event.pk}")


def tell_reset(event_id: int) -> None:
    """Listener of `person.reset_asked`: the link by which a new password is made, valid for 60 minutes, once."""
    event = Event.objects.get(pk=event_id)
    user = User.objects.get(pk=event.data["user"])
    uid = urlsafe_base64_encode(force_bytes(user.pk))
    link = reverse("account_reset_password_from_key", args=[uid, default_token_generator.make_token(user)])
    context = {"login": user.username, "at": event.at, "zone": city(user.time_zone), "button_url": address_of(link)}
    with translation.override(user.language):
        subject = _("Create a new password")
        context["button_label"] = _("Create new password")
    _post(user, "password_reset", subject, context, event, key=f"password_reset:{event.pk}", is_secret=True)


def tell_data_ready(event_id: int) -> None:
    """Listener of `person.data_ready`: where the copy is to be had, for a week."""
    event = Event.objects.get(pk=event_id)
    user = User.objects.get(pk=event.data["user"])
    if not user.email:
        return
    link = reverse("my_data_copy", args=[event.data["copy"]])
    context = {"until": event.at + KEPT, "zone": city(user.time_zone), "button_url": address_of(link)}
    with translation.override(user.language):
        subject = _("Your data is ready")
        context["button_label"] = _("Download my data")
    _post(user, "data_ready", subject, context, event, key=f"data_ready:{event.data['copy']}")


def _post(
    user: User, name: str, subject: str, context: dict[str, object], event: Event, *, key: str, is_secret: bool = False
) -> None:
    letter = write(name, {"subject": subject, **context}, language=user.language, zone=user.time_zone)
    post(
        to=user.email,
        subject=subject,
        text=letter.text,
        html=letter.html,
        purpose=name,
        now=event.at,
        key=key,
        is_secret=is_secret,
    )
