"""What an open page can listen to. Who may is decided above (tickets/topics.py, front/live/)."""

EVERYBODY = "all"
"""Every stream: its rights may have changed."""


def of_user(user_id: int) -> str:
    """What concerns one person: news, what they read elsewhere, their rights."""
    return f"user:{user_id}"


def of_ticket(ticket_id: int) -> str:
    """What everybody on the ticket may see of it. Internal notes and moves never wake this one."""
    return f"ticket:{ticket_id}"


def of_desk_ticket(ticket_id: int) -> str:
    """All that happens to a ticket, and who looks at it: for agents of its queue."""
    return f"desk-ticket:{ticket_id}"


def of_queue(queue_id: int) -> str:
    """A ticket of the queue changed, came or left: for agents who may read it."""
    return f"queue:{queue_id}"


def parse(topic: str) -> tuple[str, int] | None:
    """(kind, id) of a topic that a page asked for, or None."""
    kind, _, number = topic.partition(":")
    if kind in {"ticket", "desk-ticket", "queue"} and number.isascii() and number.isdigit() and len(number) < 18:
        return kind, int(number)
    return None
