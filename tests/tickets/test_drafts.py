"""Drafts: kept, never written over unseen, sent once, taken back in time, and nobody else's."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from pytest_django import DjangoCaptureOnCommitCallbacks

from balcao.files.actions.cancel_upload import cancel_upload
from balcao.files.actions.forget import forget_unused
from balcao.files.actions.store import store_file
from balcao.files.models import StoredFile, Upload
from balcao.history.models import Event
from balcao.jobs.models import Job
from balcao.lib.refused import Refused
from balcao.people.models import Membership, User
from balcao.tickets import draft_jobs
from balcao.tickets.actions.close import close
from balcao.tickets.actions.discard_draft import discard_draft, restore_draft
from balcao.tickets.actions.release_draft import release_draft
from balcao.tickets.actions.reply import reply
from balcao.tickets.actions.save_draft import DraftChanged, DraftSent, Edit, save_draft
from balcao.tickets.actions.send_draft_later import send_draft_later, undo_sending
from balcao.tickets.draft_access import draft_of, drafts_of, newest_draft
from balcao.tickets.draft_places import DraftPlace, box_of, place_named, place_of
from balcao.tickets.models import Attachment, Draft, DraftStatus, Message, MessageKind, StateKind, Ticket
from tests.cast import NOW, Cast
from tests.tickets.helpers import at, fresh, with_news

pytestmark = pytest.mark.django_db

WORDS = "Segue o XML da nota."


def save(
    by: User,
    place: DraftPlace,
    body: str = WORDS,
    *,
    key: UUID | None = None,
    edit: Edit | None = None,
    files: list[StoredFile] | None = None,
    minutes: int = 0,
    **more: list[str],
) -> Draft:
    return save_draft(
        key=key or uuid4(),
        by=by,
        place=place,
        payload={"body": [body], **more},
        files={"files": files or []},
        edit=edit or Edit(),
        now=at(minutes),
    )


def reply_of(cast: Cast, ticket: Ticket, by: User | None = None) -> DraftPlace:
    return box_of(by or cast.marina, "reply", ticket.number)


def a_file(by: User, name: str = "nota.xml") -> StoredFile:
    return store_file(upload=SimpleUploadedFile(name, b"<nota/>"), by=by, now=NOW)


def after(draft: Draft) -> UUID:
    """The draft's key, once its ten seconds are over."""
    send_draft_later(draft=draft, now=at(0))
    return draft.pk


LATER = NOW + timedelta(seconds=10)


class TestSaving:
    def test_the_newest_words_are_kept_with_their_revision(self, cast: Cast) -> None:
        place = reply_of(cast, cast.ticket())
        first = save(cast.marina, place, "Segue")
        second = save(cast.marina, place, WORDS, key=first.pk, edit=Edit(revision=first.revision))
        assert (first.revision, second.revision) == (1, 2)
        assert draft_of(cast.marina, first.pk).typed("body") == WORDS

    def test_another_tab_or_device_is_told_and_nothing_is_written_over(self, cast: Cast) -> None:
        place = reply_of(cast, cast.ticket())
        draft = save(cast.marina, place, "Aqui", edit=Edit(writer="tab 1"))
        save(cast.marina, place, "No telefone", key=draft.pk, edit=Edit(1, "phone"))
        with pytest.raises(DraftChanged) as told:
            save(cast.marina, place, "Aqui e mais", key=draft.pk, edit=Edit(1, "tab 1"))
        assert told.value.current.typed("body") == "No telefone"
        assert Draft.objects.get().typed("body") == "No telefone"

    def test_an_answer_that_never_came_back_is_no_change_by_others(self, cast: Cast) -> None:
        place = reply_of(cast, cast.ticket())
        draft = save(cast.marina, place, "Segue", edit=Edit(0, "tab 1", 1))
        again = save(cast.marina, place, "Segue o", key=draft.pk, edit=Edit(0, "tab 1", 2))
        assert again.typed("body") == "Segue o"
        same = save(cast.marina, place, "Segue o", key=draft.pk, edit=Edit(0, "phone", 1))
        assert same.revision == again.revision

    def test_a_save_that_arrives_late_does_not_bring_old_words_back(self, cast: Cast) -> None:
        place = reply_of(cast, cast.ticket())
        draft = save(cast.marina, place, "Segue o XML", edit=Edit(0, "tab 1", 2))
        save(cast.marina, place, "Segue", key=draft.pk, edit=Edit(0, "tab 1", 1))
        assert Draft.objects.get().typed("body") == "Segue o XML"

    def test_what_was_forgotten_here_is_kept_anew_with_its_number(self, cast: Cast) -> None:
        draft = save(cast.marina, reply_of(cast, cast.ticket()), edit=Edit(revision=7))
        assert draft.revision == 8

    def test_what_was_sent_is_no_draft_any_more(self, cast: Cast) -> None:
        ticket = cast.ticket()
        place, key = reply_of(cast, ticket), uuid4()
        save(cast.marina, place, key=key)
        reply(ticket=ticket, by=cast.marina, as_desk=False, body=WORDS, key=key, now=NOW)
        assert not Draft.objects.exists()
        with pytest.raises(DraftSent):
            save(cast.marina, place, key=key)
        with pytest.raises(DraftSent):
            save(cast.marina, place, key=ticket.key)

    def test_too_much_is_refused_in_words(self, cast: Cast) -> None:
        with pytest.raises(Refused):
            save(cast.marina, reply_of(cast, cast.ticket()), "a" * 400_001)

    def test_an_emptied_box_is_kept_but_offered_nowhere(self, cast: Cast) -> None:
        place = reply_of(cast, cast.ticket())
        save(cast.marina, place, "  ", open=["1"])
        assert newest_draft(cast.marina, place) is None
        assert drafts_of(cast.marina.memberships.get()) == []


class TestFiles:
    def test_the_clean_up_of_unused_files_leaves_them_alone(self, cast: Cast) -> None:
        kept, loose = a_file(cast.marina), a_file(cast.marina, "solta.xml")
        save(cast.marina, reply_of(cast, cast.ticket()), files=[kept])
        assert forget_unused(now=NOW + timedelta(days=40)) == 1
        assert list(StoredFile.objects.all()) == [kept]
        assert loose != kept

    def test_they_are_the_message_s_when_it_is_sent(self, cast: Cast) -> None:
        kept = a_file(cast.marina)
        key = after(save(cast.marina, reply_of(cast, cast.ticket()), files=[kept]))
        message = release_draft(key=key, now=LATER)
        assert Attachment.objects.get().message == message
        assert Attachment.objects.get().file == kept

    def test_one_that_was_sent_elsewhere_is_not_offered_again(self, cast: Cast) -> None:
        ticket, kept = cast.ticket(), a_file(cast.marina)
        draft = save(cast.marina, reply_of(cast, ticket), files=[kept])
        reply(ticket=ticket, by=cast.marina, as_desk=False, body="Oi", key=uuid4(), now=NOW, files=[kept])
        assert draft_of(cast.marina, draft.pk).files_of("files") == []

    def test_a_file_taken_away_after_the_draft_was_kept_leaves_nothing(
        self, cast: Cast, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
    ) -> None:
        taken, wanted = a_file(cast.marina), a_file(cast.marina, "outra.xml")
        uploads = [
            Upload.objects.create(owner=cast.marina, name=f.name, size=7, file=f, started_at=NOW, touched_at=NOW)
            for f in (taken, wanted)
        ]
        place = reply_of(cast, cast.ticket())
        draft = save(cast.marina, place, files=[taken, wanted])
        cancel_upload(upload=uploads[0])
        assert StoredFile.objects.filter(pk=taken.pk).exists()
        with django_capture_on_commit_callbacks(execute=True):
            save(cast.marina, place, key=draft.pk, edit=Edit(revision=draft.revision), minutes=1)
        # What was not cancelled may still be offered by another page.
        assert list(StoredFile.objects.all()) == [wanted]

    def test_the_same_file_in_two_inputs_is_kept_once(self, cast: Cast) -> None:
        kept = a_file(cast.marina)
        place = reply_of(cast, cast.ticket())
        draft = save_draft(
            key=uuid4(),
            by=cast.marina,
            place=place,
            payload={},
            files={"a": [kept, kept], "b": [kept]},
            edit=Edit(),
            now=NOW,
        )
        assert [(one.name, one.file) for one in draft.files.all()] == [("a", kept)]


class TestSending:
    def test_nobody_is_told_before_the_time_is_over(self, cast: Cast) -> None:
        ticket = cast.ticket()
        place = box_of(cast.ana, "desk-reply", ticket.number)
        key = after(save(cast.ana, place))
        assert release_draft(key=key, now=NOW + timedelta(seconds=9)) is None
        assert with_news(ticket) == set()
        assert Event.objects.filter(kind="ticket.replied").count() == 0
        message = release_draft(key=key, now=LATER)
        assert message is not None
        assert (message.key, message.body_text, message.is_from_desk) == (key, WORDS, True)
        assert with_news(ticket) == {"marina"}
        assert not Draft.objects.exists()

    def test_releasing_twice_is_one_message(self, cast: Cast) -> None:
        key = after(save(cast.marina, reply_of(cast, cast.ticket())))
        assert release_draft(key=key, now=LATER) is not None
        assert release_draft(key=key, now=LATER) is None
        assert Message.objects.filter(kind=MessageKind.REPLY).count() == 1

    def test_sending_twice_is_one_job(self, cast: Cast) -> None:
        draft = save(cast.marina, reply_of(cast, cast.ticket()))
        send_draft_later(draft=draft, now=NOW)
        again = send_draft_later(draft=draft, now=at(1))
        assert again.send_at == LATER
        assert Job.objects.filter(task__endswith="draft_jobs.release").count() == 1

    def test_undone_it_is_a_draft_again_and_the_release_does_nothing(self, cast: Cast) -> None:
        kept = a_file(cast.marina)
        key = after(save(cast.marina, reply_of(cast, cast.ticket()), files=[kept]))
        undo_sending(draft=Draft.objects.get(pk=key), now=NOW)
        assert release_draft(key=key, now=LATER) is None
        back = draft_of(cast.marina, key)
        assert (back.status, back.typed("body"), back.files_of("files")) == (DraftStatus.WRITING, WORDS, [kept])

    def test_sent_again_after_undoing_it_has_its_own_ten_seconds(self, cast: Cast) -> None:
        key = after(save(cast.marina, reply_of(cast, cast.ticket())))
        draft = undo_sending(draft=Draft.objects.get(pk=key), now=NOW)
        send_draft_later(draft=draft, now=NOW + timedelta(seconds=5))
        assert release_draft(key=key, now=LATER) is None
        assert release_draft(key=key, now=LATER + timedelta(seconds=5)) is not None

    def test_it_is_too_late_to_undo_a_message(self, cast: Cast) -> None:
        draft = save(cast.marina, reply_of(cast, cast.ticket()))
        release_draft(key=after(draft), now=LATER)
        with pytest.raises(Refused):
            undo_sending(draft=draft, now=LATER)

    def test_an_empty_box_and_an_opening_are_not_sent(self, cast: Cast) -> None:
        with pytest.raises(Refused):
            send_draft_later(draft=save(cast.marina, reply_of(cast, cast.ticket()), " "), now=NOW)
        place = place_named(cast.marina, f"opening:{cast.acme.pk}:emissor-fiscal/nota-rejeitada")
        with pytest.raises(Refused):
            send_draft_later(draft=save(cast.marina, place), now=NOW)

    def test_a_ticket_closed_meanwhile_keeps_the_draft_and_says_why(self, cast: Cast) -> None:
        ticket = cast.ticket()
        key = after(save(cast.marina, reply_of(cast, ticket), open=["1"]))
        close(ticket=ticket, by=cast.ana, as_desk=True, now=NOW)
        assert release_draft(key=key, now=LATER) is None
        draft = draft_of(cast.marina, key)
        assert draft.status == DraftStatus.REFUSED
        assert draft.refusal.startswith("Este ticket foi fechado enquanto você escrevia.")
        assert Message.objects.filter(kind=MessageKind.REPLY).count() == 0
        assert drafts_of(cast.marina.memberships.get()) == [draft]

    def test_who_lost_the_right_meanwhile_sends_nothing(self, cast: Cast) -> None:
        key = after(save(cast.marina, reply_of(cast, cast.ticket())))
        Membership.objects.filter(user=cast.marina).delete()
        assert release_draft(key=key, now=LATER) is None
        assert Draft.objects.get().status == DraftStatus.REFUSED
        assert Message.objects.filter(kind=MessageKind.REPLY).count() == 0

    def test_who_may_no_longer_sign_in_sends_nothing(self, cast: Cast) -> None:
        key = after(save(cast.marina, reply_of(cast, cast.ticket())))
        User.objects.filter(pk=cast.marina.pk).update(is_active=False)
        assert release_draft(key=key, now=LATER) is None

    def test_a_note_stays_in_the_house_and_an_answer_leaves_the_state_that_was_chosen(self, cast: Cast) -> None:
        ticket = cast.ticket()
        note = after(save(cast.ana, box_of(cast.ana, "note", ticket.number), "Só para nós"))
        release_draft(key=note, now=LATER)
        assert Message.objects.get(key=note).kind == MessageKind.NOTE
        assert with_news(ticket) == set()
        key = after(save(cast.ana, box_of(cast.ana, "desk-reply", ticket.number), state=["aguardando-cliente"]))
        release_draft(key=key, now=LATER)
        assert fresh(ticket).state.kind == StateKind.WAITING_CUSTOMER

    def test_the_job_runs_when_the_time_is_over(self, cast: Cast) -> None:
        draft = save(cast.marina, reply_of(cast, cast.ticket()))
        send_draft_later(draft=draft, now=NOW)
        job = Job.objects.get(task__endswith="draft_jobs.release")
        assert (job.run_after, job.args) == (LATER, [str(draft.pk)])


class TestAccess:
    def test_it_is_its_author_s_only(self, cast: Cast) -> None:
        ticket = cast.ticket()
        draft = save(cast.marina, reply_of(cast, ticket))
        for other in (cast.paulo, cast.rafael, cast.rita, cast.ana, cast.alice):
            with pytest.raises(Http404):
                draft_of(other, draft.pk)
        with pytest.raises(Http404):
            save(cast.paulo, reply_of(cast, ticket, cast.paulo), "meu", key=draft.pk, edit=Edit(revision=1))
        assert Draft.objects.get().typed("body") == WORDS

    def test_with_the_ticket_out_of_sight_it_is_not_there(self, cast: Cast) -> None:
        draft = save(cast.marina, reply_of(cast, cast.ticket()))
        membership = cast.marina.memberships.get()
        assert drafts_of(membership) == [draft]
        cast.acme.is_active = False
        cast.acme.save()
        with pytest.raises(Http404):
            draft_of(cast.marina, draft.pk)
        assert drafts_of(membership) == []

    def test_a_draft_of_the_desk_belongs_to_the_ticket_s_company_and_to_no_list_of_customers(self, cast: Cast) -> None:
        ticket = cast.ticket()
        draft = save(cast.ana, box_of(cast.ana, "note", ticket.number))
        assert draft.organization == cast.acme
        Membership.objects.create(user=cast.ana, organization=cast.acme)
        assert drafts_of(cast.ana.memberships.get()) == []

    @pytest.mark.parametrize(
        "name",
        [
            "",
            "reply",
            "reply:0",
            "reply:x",
            "reply:99999999999999999999",
            "elsewhere:1",
            "opening:1",
            "opening:1:",
            "opening:x:emissor-fiscal/nota-rejeitada",
        ],
    )
    def test_what_is_no_place_is_not_there(self, cast: Cast, name: str) -> None:
        with pytest.raises(Http404):
            place_named(cast.marina, name)

    def test_places_one_may_not_write_at_are_not_there(self, cast: Cast) -> None:
        ticket = cast.ticket()
        for who, name in (
            (cast.rita, f"reply:{ticket.number}"),
            (cast.marina, f"desk-reply:{ticket.number}"),
            (cast.marina, f"note:{ticket.number}"),
            (cast.caio, f"note:{ticket.number}"),
            (cast.marina, f"opening:{cast.borealis.pk}:emissor-fiscal/nota-rejeitada"),
            (cast.rita, f"opening:{cast.borealis.pk}:portal-rh/folha"),
        ):
            with pytest.raises(Http404):
                place_named(who, name)

    def test_a_tool_whose_contract_ended_still_keeps_drafts(self, cast: Cast) -> None:
        place = place_named(cast.marina, f"opening:{cast.acme.pk}:assinatura/assinar")
        assert place_of(save(cast.marina, place)).name == place.name


class TestTheBin:
    def test_discarded_and_brought_back(self, cast: Cast) -> None:
        place = reply_of(cast, cast.ticket())
        draft = save(cast.marina, place)
        discard_draft(draft=draft, now=NOW)
        assert newest_draft(cast.marina, place) is None
        restore_draft(draft=draft, now=NOW)
        assert newest_draft(cast.marina, place) == draft

    def test_what_is_being_sent_is_not_discarded(self, cast: Cast) -> None:
        draft = save(cast.marina, reply_of(cast, cast.ticket()))
        send_draft_later(draft=draft, now=NOW)
        with pytest.raises(Refused):
            discard_draft(draft=draft, now=NOW)

    def test_words_typed_in_another_tab_after_discarding_are_kept(self, cast: Cast) -> None:
        place = reply_of(cast, cast.ticket())
        draft = save(cast.marina, place)
        gone = discard_draft(draft=draft, now=NOW)
        save(cast.marina, place, "Mais", key=draft.pk, edit=Edit(revision=gone.revision))
        assert newest_draft(cast.marina, place) == draft


class TestForgetting:
    def test_drafts_go_thirty_days_after_the_last_word(self, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        place = reply_of(cast, cast.ticket())
        old, kept = save(cast.marina, place), save(cast.marina, place, minutes=2)
        thrown, blank = save(cast.marina, place, minutes=2), save(cast.marina, place, " ", minutes=2)
        going = save(cast.marina, place)
        send_draft_later(draft=going, now=NOW)
        discard_draft(draft=thrown, now=at(2))
        self._at(monkeypatch, NOW + timedelta(days=30, minutes=1))
        draft_jobs.forget_drafts.call()
        assert set(Draft.objects.values_list("pk", flat=True)) == {kept.pk, going.pk}
        assert old.pk != blank.pk

    def test_answers_whose_job_gave_up_are_tried_again(self, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        draft = save(cast.marina, reply_of(cast, cast.ticket()))
        send_draft_later(draft=draft, now=NOW)
        Job.objects.all().delete()
        self._at(monkeypatch, at(1))
        draft_jobs.release_late_drafts.call()
        assert Job.objects.count() == 0
        self._at(monkeypatch, at(3))
        draft_jobs.release_late_drafts.call()
        assert Job.objects.get().args == [str(draft.pk)]

    def _at(self, monkeypatch: pytest.MonkeyPatch, now: object) -> None:
        monkeypatch.setattr("balcao.tickets.draft_jobs.timezone.now", lambda: now)
