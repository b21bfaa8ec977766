"""Tickets and links that a process made there, and states that wait."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from balcao.processes.engine import LinkTicket, NewTicket, SetState, Span
from balcao.processes.importing import Imported
from tests.processes.importing.files import DESK, action, brought, order

KNOWN = replace(DESK, processes={"Process-2": "folha"}, mapped={("process", "ticket"): "duvidas"})
OPENING = {"SenderType": "agent", "IsVisibleForCustomer": "1", "Subject": "S", "Body": "Olá"}


def with_action(one: dict[str, Any]) -> tuple[Imported, list[object]]:
    file = order()
    file["TransitionActions"]["TA1"] = one
    imported = brought(file, KNOWN)
    return imported, list(imported.document.activities["registrar"].transitions[0].do)


def told(imported: Imported, kind: str) -> list[str]:
    """Lines about the action, without its path."""
    start = "TransitionActions.TA1"
    return [line.text for line in imported.report.lines if line.kind == kind and line.path.startswith(start)]


def test_a_new_ticket_of_a_process_that_was_brought_over() -> None:
    imported, effects = with_action(
        action(
            "TicketCreate",
            Title="Folha de <OTRS_CUSTOMER_DATA_UserFullname>",
            CustomerUser="<OTRS_TICKET_CustomerUserID>",
            DynamicField_ProcessManagementProcessID="Process-2",
            DynamicField_Centro="<OTRS_TICKET_DynamicField_Status>",
            LinkAs="Normal",
            **OPENING,
        )
    )
    assert effects == [
        NewTicket("folha", "Folha de {requester.name}", "**S**\n\nOlá", {"centro": "status"}),
    ]
    assert (told(imported, "kept"), told(imported, "changed"), told(imported, "missing")) == ([], [], [])
    assert "Process-2: folha" in imported.text


def test_what_the_new_ticket_does_not_get_is_told() -> None:
    imported, effects = with_action(
        action(
            "TicketCreate",
            Title="T",
            Queue="Raw",
            StateID="1",
            CustomerID="outra",
            DynamicField_Centro="fixo",
            LinkAs="Child",
            **{**OPENING, "IsVisibleForCustomer": "0", "Body": "Só para nós"},
        )
    )
    assert effects == [NewTicket("duvidas", "T", "", {})]
    assert told(imported, "changed") == [
        "The new ticket begins as its own process says, not by Queue, StateID.",
        "The new ticket is of the same company and person as this one.",
        "The link was “Child” there; here both are linked, as equals.",
    ]
    assert [text.partition(":")[0].partition(";")[0] for text in told(imported, "kept")] == [
        "It was internal",
        "A fixed value",
    ]
    assert "Só para nós" in imported.text.partition("imported:")[2]
    assert "Só para nós" not in imported.text.partition("imported:")[0]


def test_a_new_ticket_of_an_unknown_process_is_kept_and_says_how_to_name_it() -> None:
    imported, effects = with_action(action("TicketCreate", DynamicField_ProcessManagementProcessID="Process-9"))
    assert effects == []
    assert '--map "process:Process-9=…"' in told(imported, "missing")[0]
    assert 'ProcessManagementProcessID = "Process-9"' in imported.text


@pytest.mark.parametrize("turned", [False, True])
def test_a_link_with_the_ticket_that_a_field_names(turned: bool) -> None:
    keys = ["<OTRS_TICKET_TicketID>", "<OTRS_TICKET_DynamicField_Outro>"]
    source, target = reversed(keys) if turned else keys
    ends = {"SourceObject": "Ticket", "SourceKey": source, "TargetObject": "Ticket", "TargetKey": target}
    imported, effects = with_action(action("LinkAdd", Type="ParentChild", State="Valid", **ends))
    assert effects == [LinkTicket("{fields.outro}")]
    assert told(imported, "kept") == []
    assert told(imported, "changed") == [
        "Links here are between equals.",
        "There “outro” held the ticket's number in the database; here its own number.",
    ]


@pytest.mark.parametrize(
    "ends",
    [
        {"SourceObject": "Ticket", "SourceKey": "<OTRS_TICKET_TicketID>", "TargetObject": "FAQ", "TargetKey": "5"},
        {"SourceObject": "Ticket", "SourceKey": "<OTRS_TICKET_TicketID>", "TargetObject": "Ticket", "TargetKey": "77"},
        {"SourceObject": "Ticket", "SourceKey": "<OTRS_TICKET_DynamicField_A>", "TargetObject": "Ticket",
         "TargetKey": "<OTRS_TICKET_DynamicField_B>"},
        {},
    ],
)  # fmt: skip
def test_other_links_are_told_and_kept(ends: dict[str, str]) -> None:
    imported, effects = with_action(action("LinkAdd", Type="Normal", **ends))
    assert effects == []
    assert told(imported, "kept")[0].startswith("Only this ticket is linked here")
    for key, value in ends.items():
        assert f'{key} = "{value}"' in imported.text


@pytest.mark.parametrize(
    ("state", "seconds", "effect"),
    [
        ("pending reminder", "86400", SetState("pending-reminder", Span(1, 0), None)),
        ("pending reminder", "-5", SetState("pending-reminder")),
        ("pending reminder", "3600.5", SetState("pending-reminder", Span(0, 60), None)),
        ("pending auto close+", "3600", SetState("pending-auto-close", Span(0, 60), "closed-successful")),
        ("pending auto close-", "0", SetState("pending-auto-close", Span(0, 1), "closed-unsuccessful")),
        ("closed successful", "3600", SetState("closed-successful")),
        ("Em atendimento", "3600", SetState("em-atendimento")),
        ("pending reminder", "<OTRS_TICKET_DynamicField_Prazo>", SetState("pending-reminder")),
    ],
)
def test_only_states_that_wait_get_a_pending_time(state: str, seconds: str, effect: SetState) -> None:
    imported, effects = with_action(action("TicketStateSet", State=state, PendingTimeDiff=seconds))
    assert effects == [effect]
    if "<" in seconds:
        assert seconds in imported.text.partition("imported:")[2]
        assert told(imported, "kept") != []
