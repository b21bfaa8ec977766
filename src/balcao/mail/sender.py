"""Who our mail comes from: the desk's name, the machine's address."""

from email.utils import formataddr, parseaddr

from django.conf import settings

from balcao.lib.names import clean_line
from balcao.site.current import current_site


def sender() -> str:
    address = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    return formataddr((clean_line(current_site().name, 80), address))
