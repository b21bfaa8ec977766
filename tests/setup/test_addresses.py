"""Addresses that servers refuse, and the further addresses of people."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse

from balcao.mail.bad_addresses import is_bad, mark_bad
from balcao.mail.models import BadAddress
from balcao.people.addresses import person_of
from balcao.people.models import PersonAddress
from tests.cast import NOW, Cast

LIST = "/administracao/mail/badaddress/"


def refused(address: str, cast: Cast) -> BadAddress:
    said = "550 5.1.1 <b>User unknown</b>"
    return mark_bad(address, person=cast.marina, status="5.1.1", diagnostic=said, now=NOW)


def test_the_list_says_since_when_and_what_the_server_said(admin: Client, cast: Cast) -> None:
    refused("antigo@acme.example", cast)
    content = admin.get(LIST).content.decode()
    for words in ("antigo@acme.example", "Marina Duarte", "23/11/2026", "5.1.1 550 5.1.1", "&lt;b&gt;User unknown"):
        assert words in content


def test_one_that_works_again_leaves_the_list_and_stays_in_the_past(admin: Client, cast: Cast) -> None:
    row = refused("antigo@acme.example", cast)
    page = admin.post(reverse("admin:mail_badaddress_end", args=[row.pk]), follow=True).content.decode()
    assert "Os e-mails vão de novo para antigo@acme.example." in page
    assert is_bad("antigo@acme.example") is None
    assert "antigo@acme.example" not in admin.get(LIST).content.decode()
    assert "antigo@acme.example" in admin.get(f"{LIST}?which=all").content.decode()


def test_several_work_again_at_once(admin: Client, cast: Cast) -> None:
    rows = [refused(f"a{number}@acme.example", cast) for number in range(3)]
    told = admin.post(LIST, {"action": "end", "_selected_action": [row.pk for row in rows[:2]]}, follow=True)
    assert "2 endereços voltaram a funcionar." in told.content.decode()
    assert set(BadAddress.objects.filter(ended_at=None).values_list("address", flat=True)) == {"a2@acme.example"}


def test_nothing_ends_by_following_a_link(admin: Client, cast: Cast) -> None:
    row = refused("antigo@acme.example", cast)
    assert admin.get(reverse("admin:mail_badaddress_end", args=[row.pk])).status_code == 405


def person_form(admin: Client, cast: Cast, **given: str) -> dict[str, str]:
    """What the person's page would send, with one further address more."""
    shown = admin.get(reverse("admin:people_user_change", args=[cast.marina.pk])).context
    form = shown["adminform"].form
    data = {name: str(form[name].value() or "") for name in form.fields if form[name].value() not in (None, False)}
    for inline in shown["inline_admin_formsets"]:
        formset = inline.formset
        data |= {
            f"{formset.prefix}-{name}": str(formset.management_form[name].value())
            for name in formset.management_form.fields
        }
        for row in formset.initial_forms:
            data |= {row.add_prefix(name): str(row[name].value() or "") for name in row.fields}
    return {**data, "addresses-TOTAL_FORMS": "1", **given}


def test_a_further_address_makes_its_mails_the_persons(admin: Client, cast: Cast) -> None:
    data = person_form(
        admin, cast, **{"addresses-0-address": " Marina.Pessoal@Correio.example", "addresses-0-is_confirmed": "on"}
    )
    answer = admin.post(reverse("admin:people_user_change", args=[cast.marina.pk]), data)
    assert answer.status_code == 302, answer.context["errors"]
    assert list(PersonAddress.objects.values_list("address", "is_confirmed")) == [
        ("marina.pessoal@correio.example", True)
    ]
    assert person_of("Marina.Pessoal@correio.example") == cast.marina


def test_an_address_of_somebody_else_is_refused(admin: Client, cast: Cast) -> None:
    data = person_form(admin, cast, **{"addresses-0-address": "Rafael@acme.example"})
    answer = admin.post(reverse("admin:people_user_change", args=[cast.marina.pk]), data)
    assert "Rafael Nunes já tem este e-mail." in answer.content.decode()
    assert not PersonAddress.objects.exists()
