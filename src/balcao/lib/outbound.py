"""The one way out of the house for addresses that people type: never to where only the house itself should reach.

Every address that a name resolves to is looked at, and the connection goes to an address that was looked at, so that
a name cannot change its mind in between. Each redirect is looked at again. Time and size are bounded.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import SplitResult, urljoin, urlsplit

SECONDS = 10.0
"""For one request, from the first byte to the last, redirects included."""
MOST_READ = 65_536
MOST_REDIRECTS = 3

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str, int], list[str]]
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class NotAllowed(Exception):
    """The address is none that may be reached from here; `args[0]` is the host."""


class NotReached(Exception):
    """Nobody answered, or not in time; `args[0]` says why, in English."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: bytes


def post(
    url: str,
    body: bytes,
    headers: Mapping[str, str],
    *,
    allow: Sequence[str] = (),
    seconds: float = SECONDS,
    resolve: Resolve | None = None,
) -> Answer:
    """Send one POST. `allow`: hosts, addresses or networks inside the house that may be reached all the same.

    Of redirects only 307 and 308 are followed, which repeat the POST; not from https to http. Raises NotAllowed and
    NotReached.
    """
    deadline = time.monotonic() + seconds
    for _ in range(MOST_REDIRECTS + 1):
        parts = _checked(url)
        addresses = _addresses(parts, allow, resolve or resolved)
        answer, location = _send(parts, addresses, body, headers, deadline)
        if answer.status not in (307, 308) or not location:
            return answer
        following = urljoin(url, location)
        if urlsplit(url).scheme == "https" and urlsplit(following).scheme != "https":
            raise NotAllowed(following[:200])
        url = following
    raise NotReached("too many redirects")


def checked_addresses(host: str, port: int, *, allow: Sequence[str] = (), resolve: Resolve | None = None) -> list[str]:
    """Where a connection to `host` may go, for what is not HTTP: connect to these and not to the name.

    Raises NotAllowed and NotReached.
    """
    return _allowed(host, port, allow, resolve or resolved)


def resolved(host: str, port: int) -> list[str]:
    """Every address of a host. Raises OSError or UnicodeError."""
    return list(dict.fromkeys(str(row[4][0]) for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))


def is_inside(address: Address) -> bool:
    """Whether an address is anything but a public one: loopback, private, link-local, multicast, reserved.

    An IPv4 address in an IPv6 disguise (mapped, 6to4, Teredo, NAT64) is judged by what it stands for.
    """
    hidden = _hidden_in(address) if isinstance(address, ipaddress.IPv6Address) else None
    if hidden is not None:
        return is_inside(hidden)
    return not address.is_global or address.is_multicast or address.is_reserved or address.is_unspecified


def _hidden_in(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    if address.teredo is not None:
        return address.teredo[1]
    return address.ipv4_mapped or address.sixtofour


def _checked(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise NotAllowed(url[:200]) from error
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username is not None or port == 0:
        raise NotAllowed(url[:200])
    return parts


def _addresses(parts: SplitResult, allow: Sequence[str], resolve: Resolve) -> list[str]:
    return _allowed(parts.hostname or "", _port(parts), allow, resolve)


def _allowed(host: str, port: int, allow: Sequence[str], resolve: Resolve) -> list[str]:
    """All of them, or nothing: a name with one bad address is a bad name."""
    try:
        found = resolve(host, port)
        addresses = [ipaddress.ip_address(one.partition("%")[0]) for one in found]
    except (OSError, UnicodeError, ValueError) as error:
        raise NotReached(f"{host}: no such name") from error
    if not addresses:
        raise NotReached(f"{host}: no such name")
    if host.lower() not in {name.lower() for name in allow}:
        networks = [network for name in allow if (network := _network(name)) is not None]
        for address in addresses:
            if is_inside(address) and not any(address in network for network in networks):
                raise NotAllowed(host)
    return [str(address) for address in addresses]


def _network(name: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network | None:
    try:
        return ipaddress.ip_network(name, strict=False)
    except ValueError:
        return None


def _port(parts: SplitResult) -> int:
    return parts.port or (443 if parts.scheme == "https" else 80)


class _ToAddress(http.client.HTTPConnection):
    """A connection to an address that was looked at, whatever its name resolves to by now."""

    def __init__(self, parts: SplitResult, address: str, timeout: float) -> None:
        super().__init__(parts.hostname or "", _port(parts), timeout=timeout)
        self._address = address
        self._context = ssl.create_default_context() if parts.scheme == "https" else None

    def connect(self) -> None:
        plain = socket.create_connection((self._address, self.port), self.timeout)
        self.sock = self._context.wrap_socket(plain, server_hostname=self.host) if self._context else plain


def _send(
    parts: SplitResult, addresses: Sequence[str], body: bytes, headers: Mapping[str, str], deadline: float
) -> tuple[Answer, str]:
    """The answer of the first address that takes the connection, and where it redirects to."""
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    reason = "no time left"
    for address in addresses:
        left = deadline - time.monotonic()
        if left <= 0:
            break
        connection = _ToAddress(parts, address, left)
        # A server that sends a byte now and then never meets a socket's timeout: the line is cut when time is over.
        cutter = threading.Timer(left, _cut, [connection])
        cutter.daemon = True
        cutter.start()
        try:
            connection.request("POST", path, body, dict(headers))
            found = connection.getresponse()
            return Answer(found.status, found.read(MOST_READ)), found.headers.get("Location", "")
        except (OSError, http.client.HTTPException, ValueError) as error:
            reason = f"{parts.hostname}: {type(error).__name__}"
        finally:
            cutter.cancel()
            connection.close()
    raise NotReached(reason)


def _cut(connection: http.client.HTTPConnection) -> None:
    line = connection.sock
    if line is not None:
        try:
            line.shutdown(socket.SHUT_RDWR)
        except OSError:
            return
