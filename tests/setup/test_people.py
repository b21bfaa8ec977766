"""How people get their access from an administrator."""

from django.contrib.auth import authenticate
from django.contrib.sessions.models import Session
from django.test import Client, RequestFactory
from django.urls import reverse

from balcao.people.models import Invitation, Membership, User
from tests.cast import Cast

NEW = {
    "name": "Sérgio Antunes",
    "email": "sergio@acme.example",
    "username": "",
    "language": "pt-br",
    "time_zone": "America/Sao_Paulo",
    "sight": "own",
    "department": "Fiscal",
}


def test_a_new_person_of_a_company_is_invited(admin: Client, cast: Cast) -> None:
    answer = admin.post(reverse("admin:people_user_add"), NEW | {"organization": cast.acme.pk, "access": "invitation"})
    assert answer.status_code == 302
    person = User.objects.get(email="sergio@acme.example")
    membership = Membership.objects.get(user=person)
    assert (person.username, membership.organization, str(membership.department)) == (
        "sergio@acme.example",
        cast.acme,
        "Fiscal",
    )
    assert Invitation.objects.filter(user=person, invited_by=cast.alice).count() == 1
    assert not person.has_usable_password()


def test_a_temporary_password_is_shown_once_and_works(admin: Client, cast: Cast) -> None:
    answer = admin.post(reverse("admin:people_user_add"), NEW | {"organization": cast.acme.pk, "access": "password"})
    password = answer.context["password"]
    assert password in answer.content.decode()
    person = authenticate(RequestFactory().get("/"), username="sergio@acme.example", password=password)
    assert isinstance(person, User)
    assert person.must_change_password
    page = admin.get(reverse("admin:people_user_change", args=[person.pk])).content.decode()
    assert password not in page


def test_a_form_that_cannot_be_saved_keeps_what_was_typed(admin: Client, cast: Cast) -> None:
    wrong = NEW | {"email": cast.marina.email, "access": "invitation"}
    content = admin.post(reverse("admin:people_user_add"), wrong).content.decode()
    assert "Outra pessoa já usa este e-mail." in content
    assert "Escolha a empresa do departamento." in content
    assert 'value="Sérgio Antunes"' in content


def test_a_list_is_looked_at_before_anybody_is_invited(admin: Client, cast: Cast) -> None:
    text = (
        f"nome;e-mail;departamento\nBruno Reis;bruno@acme.example;TI\nMarina;{cast.marina.email};\nCarla;sem-arroba;\n"
    )
    address = reverse("admin:people_user_invite")
    before = User.objects.count()
    dry = admin.post(address, {"organization": cast.acme.pk, "text": text})
    assert [guest.fate for guest in dry.context["guests"]] == ["ready", "existing", "error"]
    assert "1 prontos · 1 com erro · 1 já existem" in dry.content.decode()
    assert User.objects.count() == before
    admin.post(address, {"organization": cast.acme.pk, "text": text, "confirm": "yes"})
    assert User.objects.count() == before + 1
    assert Invitation.objects.filter(user__email="bruno@acme.example").exists()


def test_an_empty_list_says_so(admin: Client, cast: Cast) -> None:
    answer = admin.post(reverse("admin:people_user_invite"), {"organization": cast.acme.pk, "text": " "})
    assert answer.status_code in {200, 422}
    assert not Invitation.objects.exists()


def test_deactivating_ends_the_sessions_and_never_ones_own(admin: Client, cast: Cast) -> None:
    other = Client()
    other.force_login(cast.marina)
    admin.post(
        reverse("admin:people_user_changelist"),
        {"action": "deactivate", "_selected_action": [cast.marina.pk, cast.alice.pk]},
    )
    cast.marina.refresh_from_db()
    cast.alice.refresh_from_db()
    assert (cast.marina.is_active, cast.alice.is_active) == (False, True)
    assert Session.objects.count() == 1


def test_an_administrator_cannot_lock_herself_out(admin: Client, cast: Cast) -> None:
    row = {"name": "Alice", "username": "alice", "email": "alice@balcao.example", "language": "pt-br"}
    row |= {"time_zone": "America/Sao_Paulo", "memberships-TOTAL_FORMS": "0", "memberships-INITIAL_FORMS": "0"}
    content = admin.post(reverse("admin:people_user_change", args=[cast.alice.pk]), row).content.decode()
    assert content.count("Você não pode tirar isto de si.") == 2


def test_buttons_of_a_person_answer_posts_only(admin: Client, cast: Cast) -> None:
    for act in ("invitations", "password", "sessions"):
        assert admin.get(reverse("admin:people_user_act", args=[cast.marina.pk, act])).status_code == 405
    assert admin.post(reverse("admin:people_user_act", args=[cast.marina.pk, "x"])).status_code == 404
    answer = admin.post(reverse("admin:people_user_act", args=[cast.marina.pk, "invitations"]), follow=True)
    assert "já tem senha" in answer.content.decode()
