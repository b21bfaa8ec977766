"""Processes of Znuny and OTOBO brought over: `convert` a file, pure and bounded. Nothing of the database is needed."""

from balcao.processes.importing.convert import Imported, Options, convert
from balcao.processes.importing.desk import KINDS_OF_STATES, Desk, Named
from balcao.processes.importing.origin import Origin, origin_of
from balcao.processes.importing.report import KINDS, Line, Report
from balcao.processes.importing.source import ImportRefused

__all__ = [
    "KINDS",
    "KINDS_OF_STATES",
    "Desk",
    "ImportRefused",
    "Imported",
    "Line",
    "Named",
    "Options",
    "Origin",
    "Report",
    "convert",
    "origin_of",
]
