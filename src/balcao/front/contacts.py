"""How to reach the desk, from the site row, each with the link that a phone or a computer understands."""

import re
from dataclasses import dataclass

from balcao.site.models import Site


@dataclass(frozen=True, slots=True)
class Contact:
    icon: str
    text: str
    href: str = ""
    note: str = ""


def contacts(site: Site) -> list[Contact]:
    """E-mail, telephone, WhatsApp: those that the desk gave."""
    found = []
    if site.email:
        found.append(Contact("mail", site.email, f"mailto:{site.email}"))
    if site.phone:
        found.append(Contact("phone", site.phone, f"tel:{re.sub(r'[^0-9+]', '', site.phone)}"))
    if site.whatsapp:
        found.append(Contact("chat", site.whatsapp, f"https://wa.me/{_international(site.whatsapp)}", "WhatsApp"))
    return found


def _international(number: str) -> str:
    """Digits with the country's code; numbers without one are Brazilian."""
    digits = re.sub(r"\D", "", number)
    return digits if number.strip().startswith("+") or len(digits) > 11 else f"55{digits}"
