"""Time zones as people name them: by city, those of Brazil first."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

from django.utils.translation import gettext as _

from balcao.ui.times import zone_name

BRAZIL = (
    "America/Sao_Paulo",
    "America/Araguaina",
    "America/Bahia",
    "America/Belem",
    "America/Boa_Vista",
    "America/Campo_Grande",
    "America/Cuiaba",
    "America/Eirunepe",
    "America/Fortaleza",
    "America/Maceio",
    "America/Manaus",
    "America/Noronha",
    "America/Porto_Velho",
    "America/Recife",
    "America/Rio_Branco",
    "America/Santarem",
)
ELSEWHERE = (
    "America/Argentina/Buenos_Aires",
    "America/Asuncion",
    "America/Bogota",
    "America/Caracas",
    "America/Chicago",
    "America/Costa_Rica",
    "America/Denver",
    "America/El_Salvador",
    "America/Guatemala",
    "America/Guayaquil",
    "America/Havana",
    "America/La_Paz",
    "America/Lima",
    "America/Los_Angeles",
    "America/Managua",
    "America/Mexico_City",
    "America/Montevideo",
    "America/New_York",
    "America/Panama",
    "America/Paramaribo",
    "America/Santiago",
    "America/Santo_Domingo",
    "America/Tegucigalpa",
    "America/Toronto",
    "Africa/Johannesburg",
    "Africa/Luanda",
    "Africa/Maputo",
    "Asia/Dubai",
    "Asia/Kolkata",
    "Asia/Shanghai",
    "Asia/Singapore",
    "Asia/Tokyo",
    "Atlantic/Azores",
    "Atlantic/Cape_Verde",
    "Australia/Sydney",
    "Europe/Berlin",
    "Europe/Lisbon",
    "Europe/London",
    "Europe/Madrid",
    "Europe/Paris",
    "Europe/Rome",
    "UTC",
)

# The database writes without accents what people write with them.
CITIES = {
    "America/Araguaina": "Araguaína",
    "America/Bahia": "Salvador",
    "America/Belem": "Belém",
    "America/Cuiaba": "Cuiabá",
    "America/Eirunepe": "Eirunepé",
    "America/Maceio": "Maceió",
    "America/Noronha": "Fernando de Noronha",
    "America/Santarem": "Santarém",
    "America/Asuncion": "Asunción",
    "America/Bogota": "Bogotá",
    "America/Guayaquil": "Quito",
    "America/Mexico_City": "Ciudad de México",
    "America/Panama": "Panamá",
    "Atlantic/Cape_Verde": "Praia",
    "Europe/Lisbon": "Lisboa",
}
Choices = list[tuple[str, list[tuple[str, str]]]]


def city(zone: str) -> str:
    return CITIES.get(zone) or zone_name(zone)


def offset(zone: str, now: datetime) -> str:
    """UTC−4, UTC+5:30, as it is at that instant (summer time changes it)."""
    minutes = int((now.astimezone(ZoneInfo(zone)).utcoffset() or timedelta()).total_seconds() // 60)
    hours, rest = divmod(abs(minutes), 60)
    if not minutes:
        return "UTC"
    return f"UTC{'−' if minutes < 0 else '+'}{hours}{f':{rest:02d}' if rest else ''}"


def zone_label(zone: str, now: datetime) -> str:
    """«Manaus (UTC−4)»"""
    return f"{city(zone)} ({offset(zone, now)})" if zone != "UTC" else "UTC"


def zone_choices(now: datetime, kept: str = "") -> Choices:
    """Groups for a select; `kept` is listed too, so that saving the form never changes a zone by itself."""
    brazil = [(zone, zone_label(zone, now)) for zone in BRAZIL]
    others = sorted({*ELSEWHERE, *([kept] if is_zone(kept) and kept not in BRAZIL else [])}, key=city)
    return [(_("Brazil"), brazil), (_("Other countries"), [(zone, zone_label(zone, now)) for zone in others])]


def is_zone(name: str) -> bool:
    return name in available_timezones()
