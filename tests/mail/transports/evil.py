"""A proxy before a real mail server that cuts the line when it has passed so many bytes of an answer."""

from __future__ import annotations

import contextlib
import socket
import threading


class Evil:
    """`cut_after`: bytes from the server on one line, None for all; `cut_at`: when one of these is asked for."""

    def __init__(self, port: int) -> None:
        self.target = port
        self.cut_at: tuple[bytes, ...] = ()
        self.cut_after: int | None = None
        self.lines = 0
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.listener.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()

    def _serve(self) -> None:
        while True:
            try:
                client, _address = self.listener.accept()
            except OSError:
                return
            self.lines += 1
            server = socket.create_connection(("127.0.0.1", self.target))
            for source, target, back in ((client, server, False), (server, client, True)):
                threading.Thread(target=self._pass, args=[source, target, back], daemon=True).start()

    def _pass(self, source: socket.socket, target: socket.socket, is_answer: bool) -> None:
        passed = 0
        with contextlib.suppress(OSError):
            while piece := source.recv(4096):
                if not is_answer and any(words in piece for words in self.cut_at):
                    break
                if is_answer and self.cut_after is not None and passed + len(piece) > self.cut_after:
                    target.sendall(piece[: self.cut_after - passed])
                    break
                target.sendall(piece)
                passed += len(piece)
        for end in (source, target):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
