"""Contracts that make no sense are refused with a reason."""

from datetime import timedelta

from django.test import Client
from django.urls import reverse

from balcao.catalog.models import Contract
from tests.cast import NOW, Cast

EMPTY = {"covered_offers-TOTAL_FORMS": "0", "covered_offers-INITIAL_FORMS": "0"}
TODAY = NOW.date()


def add(admin: Client, cast: Cast, **row: object) -> str:
    filled = {
        "organization": cast.borealis.pk,
        "tool": cast.hr_tool.pk,
        "starts_on": TODAY,
        "ends_on": "",
        **EMPTY,
        **row,
    }
    return admin.post(reverse("admin:catalog_contract_add"), filled).content.decode()


def test_the_last_day_cannot_come_before_the_first(admin: Client, cast: Cast) -> None:
    content = add(admin, cast, ends_on=TODAY - timedelta(days=1))
    assert "O último dia vem antes do primeiro." in content
    assert not Contract.objects.filter(organization=cast.borealis, tool=cast.hr_tool).exists()


def test_two_contracts_of_one_tool_do_not_overlap(admin: Client, cast: Cast) -> None:
    content = add(admin, cast, tool=cast.fiscal_tool.pk)
    assert "outro contrato da mesma ferramenta" in content
    add(admin, cast)
    assert Contract.objects.filter(organization=cast.borealis, tool=cast.hr_tool).count() == 1


def test_only_processes_of_the_contracted_tool_are_covered(admin: Client, cast: Cast) -> None:
    row = {
        "covered_offers-TOTAL_FORMS": "1",
        "covered_offers-INITIAL_FORMS": "0",
        "covered_offers-0-offer": cast.rejected.pk,
    }
    assert "Este processo é de outra ferramenta" in add(admin, cast, **row)


def test_the_list_tells_running_contracts_from_ended_ones(admin: Client, cast: Cast) -> None:
    Contract.objects.update(starts_on=TODAY - timedelta(days=4000))
    Contract.objects.filter(tool=cast.ended_tool).update(ends_on=TODAY - timedelta(days=3000))
    address = reverse("admin:catalog_contract_changelist")
    ended = admin.get(address, {"running": "ended"}).context["cl"].queryset
    running = admin.get(address, {"running": "now"}).context["cl"].queryset
    assert {contract.tool for contract in ended} == {cast.ended_tool}
    assert cast.ended_tool not in {contract.tool for contract in running}
