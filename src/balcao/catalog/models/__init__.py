from balcao.catalog.models.calendar import Calendar, Holiday
from balcao.catalog.models.contract import Contract, CoveredOffer
from balcao.catalog.models.promise import Promise, PromiseTarget
from balcao.catalog.models.tool import Offer, Tool, ToolIcon

__all__ = [
    "Calendar",
    "Contract",
    "CoveredOffer",
    "Holiday",
    "Offer",
    "Promise",
    "PromiseTarget",
    "Tool",
    "ToolIcon",
]
