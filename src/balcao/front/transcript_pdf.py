"""A ticket's transcript on paper, in the reader's language and zone."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from balcao.front.zones import zone_label
from balcao.lib.names import file_size
from balcao.lib.pdf import Sheet
from balcao.lib.pdf.sheet import ACCENT, DANGER, INK, LINE, MUTED
from balcao.lib.texts import pick
from balcao.site.current import current_site
from balcao.tickets.models import MessageKind
from balcao.tickets.steps import StepView
from balcao.tickets.timeline import EventLine
from balcao.tickets.transcript import Said, Transcript
from balcao.ui.times import absolute

MOST_DRAWN = 400_000
"""Characters of HTML that are drawn, all messages together: about 150 pages, a few seconds. The ZIP has everything."""


def pdf_of(transcript: Transcript, *, now: datetime) -> bytes:
    """The finished document."""
    ticket, site = transcript.ticket, current_site()
    zone = zone_label(timezone.get_current_timezone_name(), now)
    sheet = Sheet(
        title=f"{_('Reference')} {ticket.number}: {ticket.subject}",
        language=get_language() or "pt-br",
        author=site.name,
        head=f"{site.name} · {_('Reference')} {ticket.number} · {ticket.subject}",
        foot=_("Made on %(date)s · times of %(zone)s") % {"date": absolute(now), "zone": zone},
        page_words=_("Page {page} of {pages}"),
        made_at=now,
        warning=_("Internal: contains notes of the team. Not for the customer.") if transcript.is_whole else "",
    )
    _top(sheet, transcript)
    _steps(sheet, transcript.steps)
    _answers(sheet, transcript)
    _conversation(sheet, transcript)
    _files(sheet, transcript)
    if sheet.has_unknown:
        sheet.ln(4)
        sheet.muted(_("Signs that this document's font lacks stand as �. The ZIP has the text as it was written."))
    return sheet.bytes()


def _top(sheet: Sheet, transcript: Transcript) -> None:
    ticket = transcript.ticket
    sheet.muted(current_site().name)
    sheet.display(ticket.subject)
    sheet.ln(2)
    rows = [
        (_("Reference"), str(ticket.number)),
        (_("State"), transcript.state),
        (_("Tool"), transcript.tool),
        (_("Process"), transcript.process),
        (_("Activity"), transcript.activity),
        (_("Company"), ticket.organization.name),
        (_("Requester"), ticket.requester.name),
        (_("Participants"), ", ".join(transcript.participants)),
        (_("Agent"), transcript.agent),
        (_("Opened on"), absolute(ticket.opened_at)),
        (_("Closed on"), absolute(ticket.closed_at) if ticket.closed_at else ""),
    ]
    sheet.facts((label, value) for label, value in rows if value)


def _steps(sheet: Sheet, steps: tuple[StepView, ...]) -> None:
    sheet.section(_("Stages"))
    sheet.facts((f"{number}. {pick(step.name, get_language())}", _step(step)) for number, step in enumerate(steps, 1))


def _step(step: StepView) -> str:
    if step.status == "skipped":
        return _("was not needed")
    if step.entered_at is None:
        return _("to come")
    times = ngettext("%(count)d time here", "%(count)d times here", step.times) % {"count": step.times}
    again = f" ({times})" if step.times > 1 else ""
    if step.status == "now" or step.left_at is None:
        return _("since %(date)s") % {"date": absolute(step.entered_at)} + again
    return f"{absolute(step.entered_at)} – {absolute(step.left_at)}{again}"


def _answers(sheet: Sheet, transcript: Transcript) -> None:
    if transcript.answers:
        sheet.section(_("Information sent"))
        sheet.facts((one.label, one.value or ", ".join(file.name for file in one.files)) for one in transcript.answers)


def _conversation(sheet: Sheet, transcript: Transcript) -> None:
    sheet.section(_("Conversation"))
    left, is_first = MOST_DRAWN, True
    for entry in transcript.entries:
        if isinstance(entry, EventLine):
            sheet.face(8.5, color=MUTED)
            sheet.line_of(f"{absolute(entry.at)} · {entry.who} {entry.text}")
            sheet.ln(1.5)
        else:
            if not is_first:
                _line(sheet, entry)
            _message(sheet, entry, is_drawn=len(entry.html) <= left)
            is_first = False
            left -= min(len(entry.html), left)


def _line(sheet: Sheet, said: Said) -> None:
    sheet.keep(22)
    sheet.ln(1.5)
    sheet.set_draw_color(*(DANGER if said.kind == MessageKind.NOTE else LINE))
    sheet.line(sheet.l_margin, sheet.get_y(), sheet.w - sheet.r_margin, sheet.get_y())
    sheet.ln(2)


def _message(sheet: Sheet, said: Said, *, is_drawn: bool) -> None:
    is_note = said.kind == MessageKind.NOTE
    sheet.face(10, bold=True, color=DANGER if is_note else INK)
    sheet.write(5, sheet.words(said.author))
    sheet.face(9, color=DANGER if is_note else MUTED)
    sheet.write(5, sheet.words(f"   {said.role} · {absolute(said.at)}"))
    sheet.ln(6)
    if is_drawn:
        sheet.rich(said.html)
    else:
        sheet.muted(_("This message is too long for the PDF. The ZIP has it whole."))
    for file in said.files:
        sheet.face(9, color=ACCENT)
        sheet.line_of(f"{_('Attachment')}: {file.name} ({file_size(file.size, get_language() or '')})")
    sheet.ln(1.5)


def _files(sheet: Sheet, transcript: Transcript) -> None:
    files = transcript.files
    if not files:
        return
    sheet.section(_("Attachments"))
    for file in files:
        sheet.keep(12)
        sheet.face(9.5, bold=True)
        sheet.line_of(f"{file.name}  ·  {file_size(file.size, get_language() or '')}")
        sheet.face(7.5, color=MUTED)
        sheet.line_of(f"SHA-256 {file.sha256}")
        sheet.ln(1.5)
