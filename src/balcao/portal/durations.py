"""How long something took, in words of one size: 20 min, 3 h, 2 dias."""

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def words(span: timedelta) -> str:
    """Rounded down to the largest unit that fits."""
    minutes = int(span.total_seconds() // 60)
    if minutes < 1:
        return _("less than 1 min")
    if minutes < 60:
        return ngettext("%(count)d min", "%(count)d min", minutes) % {"count": minutes}
    if minutes < 24 * 60:
        return ngettext("%(count)d h", "%(count)d h", minutes // 60) % {"count": minutes // 60}
    days = minutes // (24 * 60)
    return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}
