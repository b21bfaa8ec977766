"""Mails as files: each kept once, put away only afterwards, and never read while somebody writes it."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from balcao.mail.models import AfterKeeping, IncomingMail, Mailbox, MailboxKind, Trouble
from balcao.mail.transports import folder
from balcao.mail.transports.strikes import Strikes
from balcao.mail.transports.trouble import InTrouble
from balcao.mail.transports.visits import visit_once
from tests.mail.transports.boxes import a_mail, a_mailbox, kept_bytes

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(tmp_path: Path, settings: Settings) -> Path:
    settings.MAIL_FOLDERS = [tmp_path]
    base = tmp_path / "entrada"
    base.mkdir()
    return base


def from_folder(place: Path, **given: Any) -> Mailbox:
    return a_mailbox(kind=MailboxKind.FOLDER, path=str(place), **given)


def put(file: Path, content: bytes, *, seconds_ago: float = 60) -> None:
    file.write_bytes(content)
    then = time.time() - seconds_ago
    os.utime(file, (then, then))


def names(base: Path) -> set[str]:
    return {str(path.relative_to(base)) for path in base.rglob("*") if path.is_file()}


def test_files_are_kept_and_then_moved_to_done(place: Path) -> None:
    mailbox = from_folder(place)
    put(place / "a.eml", a_mail(1))
    put(place / "b.EML", a_mail(2))
    put(place / "readme.txt", b"no mail")
    put(place / ".hidden.eml", a_mail(3))
    (place / "folder.eml").mkdir()
    assert (visit_once(mailbox), visit_once(mailbox)) == (2, 0)
    assert kept_bytes() == [a_mail(1), a_mail(2)]
    assert names(place) == {"done/a.eml", "done/b.EML", "readme.txt", ".hidden.eml"}


def test_a_file_of_the_same_name_replaces_no_other(place: Path) -> None:
    mailbox = from_folder(place)
    for number in (1, 2, 3):
        put(place / "mail.eml", a_mail(number))
        visit_once(mailbox)
    assert names(place) == {"done/mail.eml", "done/mail-2.eml", "done/mail-3.eml"}


@pytest.mark.parametrize(
    ("after", "left"),
    [
        (AfterKeeping.LEAVE, {"a.eml", "a.eml.kept"}),
        (AfterKeeping.DELETE, set()),
        (AfterKeeping.MOVE, {"lidas/a.eml"}),
    ],
)
def test_what_happens_to_a_file_afterwards_is_chosen(place: Path, after: AfterKeeping, left: set[str]) -> None:
    mailbox = from_folder(place, after_keeping=after, move_to="../../lidas")
    put(place / "a.eml", a_mail(1))
    assert (visit_once(mailbox), visit_once(mailbox)) == (1, 0)
    assert names(place) == left


def test_a_file_that_somebody_writes_is_waited_for(place: Path) -> None:
    mailbox = from_folder(place)
    put(place / "a.eml", a_mail(1)[:50], seconds_ago=0)
    assert visit_once(mailbox) == 0
    put(place / "a.eml", a_mail(1))
    assert visit_once(mailbox) == 1
    assert kept_bytes() == [a_mail(1)]


def test_a_maildir_is_read_from_new_and_a_whole_file_at_once(place: Path) -> None:
    mailbox = from_folder(place)
    for name in ("new", "tmp", "cur"):
        (place / name).mkdir()
        put(place / name / "1795381531.M1P2.host", a_mail(len(name)), seconds_ago=0)
    (place / "tmp" / "1795381531.M1P2.host").write_bytes(a_mail(9))
    put(place / "new" / "1795381532.M1P2.host", a_mail(5), seconds_ago=0)
    assert visit_once(mailbox) == 2
    assert kept_bytes() == [a_mail(3), a_mail(5)]
    assert names(place / "new") == set()


def test_a_file_that_cannot_be_read_is_told_and_holds_no_other_back(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mailbox = from_folder(place)
    put(place / "a.eml", a_mail(1))
    put(place / "b.eml", a_mail(2))
    read = folder._read

    def deny(file: Path) -> bytes:
        if file.name == "a.eml":
            raise PermissionError(13, "Permission denied")
        return read(file)

    monkeypatch.setattr(folder, "_read", deny)
    assert visit_once(mailbox) == 1
    mailbox.refresh_from_db()
    assert (mailbox.trouble, mailbox.last_error) == (Trouble.KEEPING, "1: a.eml: a.eml: Permission denied")
    monkeypatch.undo()
    assert visit_once(mailbox) == 1
    mailbox.refresh_from_db()
    assert mailbox.failing_since is None


def test_a_link_is_not_followed(place: Path, tmp_path: Path) -> None:
    put(tmp_path / "secret", b"From: x\r\n\r\nsecret")
    (place / "a.eml").symlink_to(tmp_path / "secret")
    assert visit_once(from_folder(place)) == 0
    assert not IncomingMail.objects.exists()


def test_a_file_that_was_kept_and_not_put_away_is_the_same_mail(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mailbox = from_folder(place)
    put(place / "a.eml", a_mail(1))

    def full(*_given: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(folder, "_put_away", full)
    visit_once(mailbox)
    mailbox.refresh_from_db()
    assert "it is kept, but cannot be put away" in mailbox.last_error
    monkeypatch.undo()
    visit_once(mailbox)
    assert (kept_bytes(), names(place)) == ([a_mail(1)], {"done/a.eml"})


def test_only_folders_that_the_machine_allows_are_read(place: Path, tmp_path: Path, settings: Settings) -> None:
    settings.MAIL_FOLDERS = [tmp_path / "other"]
    with pytest.raises(InTrouble) as caught:
        visit_once(from_folder(place))
    assert caught.value.trouble is Trouble.FORBIDDEN


@pytest.mark.parametrize("path", ["", "/nonexistent", "a\x00b"])
def test_a_folder_that_is_none_is_told(path: str) -> None:
    mailbox = Mailbox(pk=0, name="x", path=path)
    with pytest.raises(InTrouble) as caught:
        folder.look_into(mailbox, Strikes(), go_on=lambda: True)
    assert caught.value.trouble is Trouble.FOLDER


def test_a_file_larger_than_what_is_taken_in_is_kept_with_its_words_and_never_deleted(
    place: Path, settings: Settings
) -> None:
    settings.MAIL_MAX_BYTES = 1024 * 1024
    mailbox = from_folder(place, after_keeping=AfterKeeping.DELETE)
    put(place / "a.eml", a_mail(1, size=2_000_000))
    assert (visit_once(mailbox), visit_once(mailbox)) == (1, 0)
    assert names(place) == {"a.eml", "a.eml.kept"}
    assert IncomingMail.objects.get().size < 200_000
