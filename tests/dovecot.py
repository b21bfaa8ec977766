"""A real Dovecot (IMAP, IMAPS, LMTP) for one run of the tests: any user name, the password PASSWORD, gone afterwards.

`bin/test` names its program in BALCAO_DOVECOT. It runs as root, with mails as nobody, or as an ordinary user.
"""

from __future__ import annotations

import getpass
import grp
import imaplib
import json
import os
import pwd
import re
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

PASSWORD = "segredo"


def find_dovecot() -> str | None:
    named = os.environ.get("BALCAO_DOVECOT") or shutil.which("dovecot") or "/usr/sbin/dovecot"
    has_all = Path("/usr/lib/dovecot/lmtp").exists() or not Path("/usr/lib/dovecot").exists()
    return named if Path(named).exists() and has_all else None


class Tokens:
    """A provider of OAuth 2: `/token` gives what `answer` says, `/introspect` knows the tokens that it gave."""

    def __init__(self) -> None:
        self.asked: list[dict[str, str]] = []
        self.valid: dict[str, str] = {}
        self.answer: tuple[int, dict[str, object]] = (200, {})
        tokens = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
                form = {name: values[0] for name, values in parse_qs(body).items()}
                if self.path == "/token":
                    tokens.asked.append(form)
                    self.say(*tokens.answer)
                else:
                    user = tokens.valid.get(form.get("token", ""))
                    self.say(200, {"active": bool(user), "username": user or ""})

            def say(self, status: int, found: dict[str, object]) -> None:
                body = json.dumps(found).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_given: object) -> None:
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def gives(self, token: str, user: str, **more: object) -> None:
        self.valid[token] = user
        self.answer = (200, {"access_token": token, "expires_in": 3600, "token_type": "Bearer", **more})


@dataclass
class Dovecot:
    folder: Path
    imap: int
    imaps: int
    lmtp: int
    authority: Path
    tokens: Tokens
    lines: list[imaplib.IMAP4] = field(default_factory=list)

    def line(self, user: str, name: str = "INBOX") -> imaplib.IMAP4:
        """Signed in with the folder open."""
        line = imaplib.IMAP4("127.0.0.1", self.imap)
        line.login(user, PASSWORD)
        line.select(name)
        self.lines.append(line)
        return line

    def put(self, user: str, *mails: bytes, to: str = "INBOX") -> None:
        line = self.line(user)
        for mail in mails:
            status, said = line.append(to, None, None, mail)
            assert status == "OK", said

    def make_folder(self, user: str, name: str) -> None:
        assert self.line(user).create(name)[0] == "OK"

    def mails(self, user: str, name: str = "INBOX") -> dict[int, tuple[set[str], bytes]]:
        """UID → (flags, bytes)."""
        line, found = self.line(user, name), {}
        uids = line.uid("SEARCH", "ALL")[1][0].split()
        for uid in uids:
            ((head, content), *_rest) = line.uid("FETCH", uid.decode(), "(FLAGS BODY.PEEK[])")[1]
            flags = re.search(rb"FLAGS \(([^)]*)\)", head)
            assert flags
            found[int(uid)] = (set(flags[1].decode().split()) - {r"\Recent"}, content)
        return found

    def change_uidvalidity(self, user: str) -> None:
        """As after a restore: the same mails, other numbers."""
        self.hang_up()
        maildir = self.folder / "mails" / user / "Maildir"
        listed = maildir / "dovecot-uidlist"
        listed.write_text(re.sub(r" V(\d+)", lambda found: f" V{int(found[1]) + 7}", listed.read_text(), count=1))
        for index in maildir.glob("dovecot.index*"):
            index.unlink()

    def hang_up(self) -> None:
        while self.lines:
            self.lines.pop().shutdown()


@contextmanager
def running(program: str) -> Iterator[Dovecot]:
    with tempfile.TemporaryDirectory(prefix="balcao-dovecot-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)
        authority = make_certificate(folder)
        imap, imaps, lmtp = free_ports(3)
        dovecot = Dovecot(folder, imap, imaps, lmtp, authority, Tokens())
        (folder / "dovecot.conf").write_text(configuration(dovecot))
        (folder / "oauth2.conf").write_text(
            f"introspection_mode = post\nintrospection_url = {dovecot.tokens.address}/introspect\n"
            "username_attribute = username\nactive_attribute = active\nactive_value = true\n"
        )
        with (folder / "output").open("wb") as output:
            command = [program, "-F", "-c", str(folder / "dovecot.conf")]
            server = subprocess.Popen(command, stdout=output, stderr=output, start_new_session=True)
        try:
            wait_for(dovecot, server)
            yield dovecot
        finally:
            dovecot.hang_up()
            dovecot.tokens.server.shutdown()
            server.terminate()
            try:
                server.wait(timeout=10)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def configuration(dovecot: Dovecot) -> str:
    folder = dovecot.folder
    is_root = os.getuid() == 0
    account = pwd.getpwnam("nobody") if is_root else pwd.getpwuid(os.getuid())
    group = grp.getgrgid(account.pw_gid).gr_name
    mails = folder / "mails"
    mails.mkdir()
    os.chown(mails, account.pw_uid, account.pw_gid)
    me = getpass.getuser()
    users = (
        ""
        if is_root
        else f"default_internal_user = {me}\ndefault_login_user = {me}\ndefault_internal_group = {group}\n"
    )
    chroot = "" if is_root else "\n  chroot ="
    chroots = "" if is_root else "service imap-login {\n  chroot =\n}\nservice stats {\n  chroot =\n}\n"
    return f"""
{users}{chroots}
protocols = imap lmtp
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
listen = 127.0.0.1
ssl = yes
ssl_cert = <{folder}/certificate.pem
ssl_key = <{folder}/key.pem
disable_plaintext_auth = no
auth_mechanisms = plain login xoauth2
first_valid_uid = 1
first_valid_gid = 1
mail_location = maildir:~/Maildir
mail_fsync = never
auth_failure_delay = 0
mail_max_userip_connections = 0
passdb {{
  driver = oauth2
  mechanisms = xoauth2
  args = {folder}/oauth2.conf
}}
passdb {{
  driver = static
  args = password={PASSWORD}
}}
userdb {{
  driver = static
  args = uid={account.pw_uid} gid={account.pw_gid} home={mails}/%u allow_all_users=yes
}}
service anvil {{{chroot}
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service imap-login {{
  process_min_avail = 1
  inet_listener imap {{
    port = {dovecot.imap}
  }}
  inet_listener imaps {{
    port = {dovecot.imaps}
    ssl = yes
  }}
}}
service lmtp {{
  inet_listener lmtp {{
    port = {dovecot.lmtp}
  }}
}}
protocol lmtp {{
  postmaster_address = postmaster@balcao.example
}}
"""


def make_certificate(folder: Path) -> Path:
    """For `localhost` and 127.0.0.1, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    names = [x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))]
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(x509.random_serial_number())
    builder = builder.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=2))
    builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    certificate = builder.sign(key, hashes.SHA256())
    (folder / "certificate.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return folder / "certificate.pem"


def free_ports(count: int) -> list[int]:
    probes = [socket.create_server(("127.0.0.1", 0)) for _number in range(count)]
    ports = [int(probe.getsockname()[1]) for probe in probes]
    for probe in probes:
        probe.close()
    return ports


def wait_for(dovecot: Dovecot, server: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 90
    while time.monotonic() < end and server.poll() is None:
        try:
            dovecot.line("probe")
        except (OSError, imaplib.IMAP4.error):
            time.sleep(0.05)
        else:
            return
    said = "\n".join(
        path.read_text()[-1500:] for path in (dovecot.folder / "output", dovecot.folder / "log") if path.exists()
    )
    raise RuntimeError(f"Dovecot did not start:\n{said}")


@pytest.fixture(scope="session")
def dovecot_of_the_run() -> Iterator[Dovecot]:
    program = find_dovecot()
    if program is None:
        pytest.skip("no Dovecot here: bin/test installs it where it may, and says so where it may not")
    with running(program) as dovecot:
        yield dovecot


@pytest.fixture
def dovecot(dovecot_of_the_run: Dovecot) -> Iterator[Dovecot]:
    yield dovecot_of_the_run
    dovecot_of_the_run.hang_up()
