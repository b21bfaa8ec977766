"""The one way out goes to public addresses only, whatever a name, a number or a redirect says."""

import ipaddress
import socket
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from balcao.lib.outbound import NotAllowed, NotReached, is_inside, post

INSIDE = [
    "127.0.0.1",
    "10.0.0.8",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "224.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "fe80::1",
    "fc00::1",
    "ff02::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.8",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
    "2001:db8::1",
]


@pytest.mark.parametrize("address", INSIDE)
def test_addresses_inside_are_known_in_every_disguise(address: str) -> None:
    assert is_inside(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_public_addresses_are_not(address: str) -> None:
    assert not is_inside(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", INSIDE)
def test_a_name_that_leads_inside_is_refused_even_among_good_addresses(address: str) -> None:
    with pytest.raises(NotAllowed):
        post("http://example.com/", b"", {}, resolve=lambda _host, _port: ["93.184.215.14", address])


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:1/",
        "http://[::1]:1/",
        "http://[::ffff:127.0.0.1]:1/",
        "http://localhost:1/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://127.1/",
        "http://user:secret@example.com/",
        "ftp://example.com/",
        "file:///etc/passwd",
        "http:///path",
        "http://[::1",
        "gopher://127.0.0.1/",
    ],
)
def test_addresses_that_are_written_in_odd_ways_are_refused(url: str) -> None:
    with pytest.raises((NotAllowed, NotReached)):
        post(url, b"", {})


class Server(HTTPServer):
    answers: list[tuple[int, dict[str, str]]]
    bodies: list[bytes]


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_POST(self) -> None:
        self.server.bodies.append(self.rfile.read(int(self.headers["Content-Length"] or 0)))
        status, headers = self.server.answers.pop(0)
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name in the standard library
        """Quiet."""


@pytest.fixture
def server() -> Iterator[Callable[..., Server]]:
    running = Server(("127.0.0.1", 0), Handler)
    running.bodies = []

    def answering(*answers: tuple[int, dict[str, str]]) -> Server:
        running.answers = list(answers)
        return running

    thread = threading.Thread(target=running.serve_forever, daemon=True)
    thread.start()
    yield answering
    running.shutdown()
    running.server_close()


def address(server: Server) -> str:
    return f"http://127.0.0.1:{server.server_port}/x?y=1"


def test_what_the_administrator_names_may_be_reached(server: Callable[..., Server]) -> None:
    running = server((200, {}), (200, {}))
    for allow in (["127.0.0.1"], ["127.0.0.0/8"]):
        assert post(address(running), b"{}", {}, allow=allow).status == 200
    assert running.bodies == [b"{}", b"{}"]
    with pytest.raises(NotAllowed):
        post(address(running), b"{}", {}, allow=["10.0.0.0/8", "nonsense"])


def test_the_connection_goes_to_the_address_that_was_looked_at(server: Callable[..., Server]) -> None:
    running = server((200, {}))
    url = f"http://name.invalid:{running.server_port}/"
    answer = post(url, b"x", {}, allow=["127.0.0.1"], resolve=lambda _host, _port: ["127.0.0.1"])
    assert (answer.status, answer.body) == (200, b"ok")


def test_a_redirect_is_looked_at_again(server: Callable[..., Server]) -> None:
    running = server((307, {"Location": "http://169.254.169.254/latest/"}))
    with pytest.raises(NotAllowed):
        post(address(running), b"x", {}, allow=["127.0.0.1"])
    running = server((308, {"Location": "/again"}), (204, {}))
    assert post(address(running), b"x", {}, allow=["127.0.0.1"]).status == 204
    running = server(*[(307, {"Location": "/again"})] * 9)
    with pytest.raises(NotReached):
        post(address(running), b"x", {}, allow=["127.0.0.1"])
    running = server((302, {"Location": "/elsewhere"}))
    assert post(address(running), b"x", {}, allow=["127.0.0.1"]).status == 302


def test_a_server_that_says_nothing_or_little_at_a_time_is_left_in_time() -> None:
    listener = socket.create_server(("127.0.0.1", 0))

    def drip() -> None:
        line, _peer = listener.accept()
        try:
            while True:
                line.sendall(b"H")
                time.sleep(0.05)
        except OSError:
            return

    threading.Thread(target=drip, daemon=True).start()
    began = time.monotonic()
    with pytest.raises(NotReached):
        post(f"http://127.0.0.1:{listener.getsockname()[1]}/", b"x", {}, allow=["127.0.0.1"], seconds=0.4)
    assert time.monotonic() - began < 3
    listener.close()
