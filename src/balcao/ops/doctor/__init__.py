"""Checks of a running installation. Each is a function that answers findings, in plain words."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from balcao.ops.doctor import machine, mailboxes, product
from balcao.ops.doctor.finding import Finding, Grade, broken

__all__ = ["CHECKS", "Finding", "Grade", "examine"]

CHECKS: tuple[Callable[[], Finding], ...] = (
    product.settings_are_right,
    machine.database_answers,
    product.migrations_are_applied,
    machine.data_folder_is_writable,
    machine.files_can_be_kept,
    machine.disk_has_room,
    product.catalogues_are_compiled,
    product.static_files_are_collected,
    product.administrator_exists,
    product.workers_are_alive,
    product.jobs_are_done,
    machine.smtp_answers,
    mailboxes.mailboxes_can_be_read,
    machine.clock_agrees,
)


def examine() -> Iterator[Finding]:
    """Every check's finding, in order; a check that breaks is a finding itself."""
    for check in CHECKS:
        try:
            yield check()
        except Exception as error:
            yield broken(check.__name__.replace("_", " ").capitalize(), f"the check itself failed: {error}")
