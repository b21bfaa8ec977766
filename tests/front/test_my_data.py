"""«Baixar meus dados»: everything of the person's, nothing of others', told once, for a week."""

import io
import json
import zipfile
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from balcao.files.actions.store import store_file
from balcao.front.models import DataCopy
from balcao.front.my_data import KEPT, STUCK, ask, forget_expired, make
from balcao.lib.refused import Refused
from balcao.mail.models import OutgoingMail
from balcao.people.models import User
from balcao.tickets.actions.add_note import add_note
from tests.cast import NOW, Cast
from tests.tickets.helpers import say

Clients = Callable[[User], Client]


def unpacked(copy: DataCopy) -> dict[str, bytes]:
    with default_storage.open(copy.file_key) as stored, zipfile.ZipFile(io.BytesIO(stored.read())) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def ready(person: User) -> DataCopy:
    copy = ask(person=person, now=timezone.now())
    make(copy.pk, now=timezone.now())
    copy.refresh_from_db()
    return copy


def test_the_copy_holds_what_is_the_persons_and_nothing_else(cast: Cast) -> None:
    ticket, other = cast.ticket(), cast.ticket(by=cast.rafael, subject="De outra pessoa")
    mine = store_file(upload=SimpleUploadedFile("meu.txt", b"meu"), by=cast.marina, now=NOW)
    hers = store_file(upload=SimpleUploadedFile("da-ana.txt", b"da ana"), by=cast.ana, now=NOW)
    say(ticket, cast.marina, "Segue.", files=[mine])
    say(ticket, cast.ana, "Recebi.", files=[hers])
    add_note(ticket=ticket, by=cast.ana, body="Segredo da equipe", key=uuid4(), now=NOW)
    files = unpacked(ready(cast.marina))
    assert set(files) == {"resumo.pdf", "meus-dados.json", f"tickets/{ticket.number}.json", "arquivos/meu.txt"}
    assert files["arquivos/meu.txt"] == b"meu"
    values = json.loads(files["meus-dados.json"])
    assert set(values) == {
        *(
            "format",
            "made_at",
            "profile",
            "companies",
            "preferences",
            "sessions",
            "notices",
            "emails",
            "note_of_the_desk",
        )
    }
    assert (values["profile"]["email"], values["companies"][0]["name"]) == ("marina@acme.example", "Acme Tecnologia")
    said = json.loads(files[f"tickets/{ticket.number}.json"])
    assert [one["path"] for one in said["files"]] == ["arquivos/meu.txt", ""]
    whole = b"".join(content for name, content in files.items() if name.endswith(".json")).decode()
    assert "Segredo da equipe" not in whole
    assert str(other.number) not in whole
    assert "argon2" not in whole
    assert files["resumo.pdf"].startswith(b"%PDF")


def test_it_is_made_by_a_job_told_once_and_fetched_by_the_person_alone(
    cast: Cast, client_for: Clients, run_jobs: Callable[[], int]
) -> None:
    marina = client_for(cast.marina)
    assert marina.post("/preferencias/dados/").headers["Location"] == "/preferencias/?salvo=privacidade#privacidade"
    assert "Estamos reunindo tudo" in marina.get("/preferencias/").content.decode()
    run_jobs()
    copy = DataCopy.objects.get()
    make(copy.pk, now=timezone.now())  # at least once: a second run changes nothing
    run_jobs()
    mail = OutgoingMail.objects.get(purpose="data_ready")
    address = f"/preferencias/dados/{copy.pk}/"
    assert (mail.to, mail.subject) == ("marina@acme.example", "Seus dados estão prontos")
    assert address in mail.text
    assert address in marina.get("/preferencias/").content.decode()
    response = marina.get(address)
    assert (response.status_code, response.headers["Content-Type"]) == (200, "application/zip")
    assert len(b"".join(response.streaming_content)) == copy.size  # type: ignore[attr-defined]
    others = {user.username: client_for(user).get(address).status_code for user in (cast.rafael, cast.ana, cast.alice)}
    assert others == {"rafael": 404, "ana": 404, "alice": 404}
    assert Client().get(address).status_code == 303


def test_one_is_made_at_a_time(cast: Cast, client_for: Clients) -> None:
    now = timezone.now()
    ask(person=cast.marina, now=now)
    with pytest.raises(Refused):
        ask(person=cast.marina, now=now)
    assert client_for(cast.marina).post("/preferencias/dados/").status_code == 409
    ask(person=cast.rafael, now=now)
    ask(person=cast.marina, now=now + STUCK + timedelta(minutes=1))
    assert DataCopy.objects.count() == 2


def test_it_is_gone_after_a_week_and_when_another_is_ready(cast: Cast, client_for: Clients) -> None:
    first = ready(cast.marina)
    second = ready(cast.marina)
    assert list(DataCopy.objects.all()) == [second]
    assert not default_storage.exists(first.file_key)
    assert second.expires_at is not None
    assert forget_expired(now=second.expires_at - timedelta(minutes=1)) == 0
    DataCopy.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client_for(cast.marina).get(f"/preferencias/dados/{second.pk}/").status_code == 404
    assert forget_expired(now=timezone.now() + KEPT) == 1
    assert not default_storage.exists(second.file_key)
    assert DataCopy.objects.count() == 0
