"""What a company may open, today and on the days around it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from balcao.catalog.access import NotOffered, contracted_tools, find_opening
from balcao.catalog.models import Contract, CoveredOffer, Tool
from balcao.processes.models import Process
from tests.cast import NOW, REJECTED, Cast, offer_process

pytestmark = pytest.mark.django_db


def names(cast: Cast, now: datetime = NOW) -> list[tuple[str, int, bool]]:
    """Tool, number of its processes, and whether its contract ended."""
    return [(one.tool.slug, len(one.offers), one.ended_on is not None) for one in contracted_tools(cast.acme, now=now)]


def test_contracted_tools_come_first_and_ended_contracts_last(cast: Cast) -> None:
    assert names(cast) == [("emissor-fiscal", 1, False), ("portal-rh", 1, False), ("assinatura", 0, True)]


def test_another_company_sees_its_own_contracts_only(cast: Cast) -> None:
    assert [one.tool.slug for one in contracted_tools(cast.borealis, now=NOW)] == ["emissor-fiscal"]


def test_a_contract_serves_its_last_day_whole_in_the_zone_of_the_site(cast: Cast) -> None:
    Contract.objects.filter(pk=cast.contract.pk).update(ends_on=NOW.date())
    last_minute = datetime(2026, 11, 24, 2, 59, tzinfo=UTC)  # 23:59 in Brasília
    assert find_opening(cast.acme, "emissor-fiscal", "nota-rejeitada", now=last_minute).contract == cast.contract
    with pytest.raises(NotOffered) as refused:
        find_opening(cast.acme, "emissor-fiscal", "nota-rejeitada", now=last_minute + timedelta(minutes=1))
    assert refused.value.ended_on == NOW.date()


def test_a_contract_that_begins_tomorrow_opens_nothing_today(cast: Cast) -> None:
    Contract.objects.filter(pk=cast.contract.pk).update(starts_on=NOW.date() + timedelta(days=1))
    assert ("emissor-fiscal", 1, False) not in names(cast)


def test_a_contract_may_cover_some_processes_only(cast: Cast) -> None:
    other = offer_process(REJECTED.replace("nota-rejeitada", "outra"), "outra", cast.fiscal_tool)
    assert ("emissor-fiscal", 2, False) in names(cast)
    CoveredOffer.objects.create(contract=cast.contract, offer=other)
    assert [offer.process.slug for offer in contracted_tools(cast.acme, now=NOW)[0].offers] == ["outra"]
    with pytest.raises(NotOffered):
        find_opening(cast.acme, "emissor-fiscal", "nota-rejeitada", now=NOW)


def test_a_tool_for_everyone_needs_no_contract_and_stands_after_the_contracted(cast: Cast) -> None:
    tool = Tool.objects.create(slug="outro", name={"pt-br": "Outro assunto"}, is_for_everyone=True, position=1)
    document = REJECTED.replace("nota-rejeitada", "assunto").replace("tool: emissor-fiscal", "tool: outro")
    offer_process(document, "assunto", tool)
    assert [slug for slug, _count, _ended in names(cast)] == ["emissor-fiscal", "portal-rh", "outro", "assinatura"]


def test_a_process_that_takes_no_new_tickets_is_not_listed(cast: Cast) -> None:
    Process.objects.filter(pk=cast.rejected.process_id).update(is_open=False)
    assert [slug for slug, _count, _ended in names(cast)] == ["portal-rh", "assinatura"]
    with pytest.raises(NotOffered):
        find_opening(cast.acme, "emissor-fiscal", "nota-rejeitada", now=NOW)


def test_what_was_never_contracted_is_refused_like_what_does_not_exist(cast: Cast) -> None:
    for tool, process in (("portal-rh", "folha"), ("nenhuma", "nada")):
        with pytest.raises(NotOffered) as refused:
            find_opening(cast.borealis, tool, process, now=NOW)
        assert (refused.value.tool, refused.value.ended_on) == (None, None)


def test_the_queries_do_not_grow_with_the_catalogue(cast: Cast) -> None:
    counts = []
    for round_number in range(2):
        with CaptureQueriesContext(connection) as queries:
            contracted_tools(cast.acme, now=NOW)
        counts.append(len(queries))
        for number in range(5):
            slug = f"p{round_number}{number}"
            offer_process(REJECTED.replace("nota-rejeitada", slug), slug, cast.fiscal_tool)
    assert counts[0] == counts[1]
