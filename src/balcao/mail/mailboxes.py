"""Which mailbox a mail that was handed over is for, by the addresses it was sent to."""

from collections.abc import Sequence

from balcao.mail.models import Mailbox


def mailbox_for(recipients: Sequence[str]) -> Mailbox | None:
    """The active mailbox whose address or alias stands among them, the first that does; plus tags mean nothing.

    None when no mailbox is named: who takes such a mail in knows no process for it.
    """
    wanted = [plain_address(one) for one in recipients]
    if not wanted:
        return None
    by_address: dict[str, Mailbox] = {}
    for mailbox in Mailbox.objects.filter(is_active=True).order_by("pk"):
        for address in [mailbox.address, *mailbox.aliases]:
            by_address.setdefault(plain_address(str(address)), mailbox)
    return next((by_address[one] for one in wanted if one in by_address), None)


def plain_address(address: str) -> str:
    """`Suporte+fiscal@Balcao.example` → `suporte@balcao.example`."""
    local, _at, domain = address.strip().lower().rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"
