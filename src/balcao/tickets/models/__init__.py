from balcao.tickets.models.acts import Act, ActItem, ItemStatus
from balcao.tickets.models.canned import CannedAnswer, Macro
from balcao.tickets.models.draft import Draft, DraftFile, DraftKind, DraftStatus
from balcao.tickets.models.labels import Tag, TicketTag
from balcao.tickets.models.listing import SavedView, TicketFieldValue
from balcao.tickets.models.merging import Merge
from balcao.tickets.models.message import Attachment, Channel, Message, MessageKind
from balcao.tickets.models.people import PendingParticipant, TicketPerson, TicketRole
from balcao.tickets.models.queue import Queue, QueueRight, Right
from balcao.tickets.models.stage import StageVisit
from balcao.tickets.models.state import FINAL_KINDS, State, StateKind, Turn, turns_of
from balcao.tickets.models.ticket import Priority, Ticket, TicketLink, TicketNumber
from balcao.tickets.models.waiting import Approval, Decision, EffectRun, EffectStatus, TicketWatcher, Timer
from balcao.tickets.models.work import ChecklistItem, Mention, TimeEntry

__all__ = [
    "FINAL_KINDS",
    "Act",
    "ActItem",
    "Approval",
    "Attachment",
    "CannedAnswer",
    "Channel",
    "ChecklistItem",
    "Decision",
    "Draft",
    "DraftFile",
    "DraftKind",
    "DraftStatus",
    "EffectRun",
    "EffectStatus",
    "ItemStatus",
    "Macro",
    "Mention",
    "Merge",
    "Message",
    "MessageKind",
    "PendingParticipant",
    "Priority",
    "Queue",
    "QueueRight",
    "Right",
    "SavedView",
    "StageVisit",
    "State",
    "StateKind",
    "Tag",
    "Ticket",
    "TicketFieldValue",
    "TicketLink",
    "TicketNumber",
    "TicketPerson",
    "TicketRole",
    "TicketTag",
    "TicketWatcher",
    "TimeEntry",
    "Timer",
    "Turn",
    "turns_of",
]
