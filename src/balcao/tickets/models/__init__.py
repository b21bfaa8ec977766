from balcao.tickets.models.message import Attachment, Channel, Message, MessageKind
from balcao.tickets.models.people import TicketPerson, TicketRole
from balcao.tickets.models.queue import Queue, QueueRight, Right
from balcao.tickets.models.stage import StageVisit
from balcao.tickets.models.state import FINAL_KINDS, State, StateKind, Turn
from balcao.tickets.models.ticket import Priority, Ticket, TicketLink, TicketNumber
from balcao.tickets.models.waiting import Approval, Decision, EffectRun, EffectStatus, TicketWatcher, Timer

__all__ = [
    "FINAL_KINDS",
    "Approval",
    "Attachment",
    "Channel",
    "Decision",
    "EffectRun",
    "EffectStatus",
    "Message",
    "MessageKind",
    "Priority",
    "Queue",
    "QueueRight",
    "Right",
    "StageVisit",
    "State",
    "StateKind",
    "Ticket",
    "TicketLink",
    "TicketNumber",
    "TicketPerson",
    "TicketRole",
    "TicketWatcher",
    "Timer",
    "Turn",
]
