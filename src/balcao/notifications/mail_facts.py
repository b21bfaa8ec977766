"""What the mails of one story say to all their readers, read once."""

from dataclasses import dataclass
from datetime import datetime

from balcao.files.models import StoredFile
from balcao.lib.richtext import plain_html
from balcao.notifications.story import Story
from balcao.tickets.models import Message, MessageKind, Ticket
from balcao.tickets.silence import closes_at
from balcao.tickets.steps import StepView, steps_of

ATTACHED_BYTES = 10 * 1024 * 1024
"""Together. More stays behind links that ask to sign in: servers refuse large mails."""


@dataclass(frozen=True, slots=True)
class Facts:
    """`message`: what was written, or what solved the ticket; never an internal note. `files` are the message's."""

    story: Story
    ticket: Ticket
    message: Message | None
    text: str
    files: list[StoredFile]
    steps: list[StepView]
    closes_at: datetime | None

    @property
    def attached(self) -> list[StoredFile]:
        """All files, or none when they are too much for a mail."""
        return self.files if sum(file.size for file in self.files) <= ATTACHED_BYTES else []

    @property
    def was_written(self) -> bool:
        """Whether a person wrote what this mail tells, just now."""
        return self.message is not None and self.message.pk == self.story.message_id()


def facts_of(story: Story, ticket: Ticket) -> Facts:
    """In at most six queries, however many people are told."""
    message = _message(story, ticket)
    files = [] if message is None else [one.file for one in message.attachments.select_related("file")]
    return Facts(
        story=story,
        ticket=ticket,
        message=message,
        text=plain_html(message.body_html) if message else "",
        files=files,
        steps=steps_of(ticket, story.root.at),
        closes_at=closes_at(ticket),
    )


def _message(story: Story, ticket: Ticket) -> Message | None:
    """The message of the story; when it only marks the ticket as solved, the solution."""
    written = story.message_id()
    is_solved = any(event.kind == "ticket.resolved" for event in story.events)
    wanted = written if written is not None else ticket.solution_id if is_solved else None
    if wanted is None:
        return None
    public = Message.objects.filter(ticket=ticket).exclude(kind=MessageKind.NOTE).select_related("author")
    return public.filter(pk=wanted).first()
