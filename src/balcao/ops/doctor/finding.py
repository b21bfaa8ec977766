"""What a check found."""

from dataclasses import dataclass
from enum import Enum


class Grade(Enum):
    GOOD = "✓"
    DOUBTFUL = "!"
    BROKEN = "✗"


@dataclass(frozen=True)
class Finding:
    """`text` says how it is, `remedy` what to do about it."""

    grade: Grade
    subject: str
    text: str
    remedy: str = ""


def good(subject: str, text: str) -> Finding:
    return Finding(Grade.GOOD, subject, text)


def doubtful(subject: str, text: str, remedy: str = "") -> Finding:
    return Finding(Grade.DOUBTFUL, subject, text, remedy)


def broken(subject: str, text: str, remedy: str = "") -> Finding:
    return Finding(Grade.BROKEN, subject, text, remedy)
