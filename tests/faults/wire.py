"""A wire between two processes that can be cut, held up, or cut after so many bytes."""

from __future__ import annotations

import socket
import struct
import threading
from contextlib import suppress
from pathlib import Path

Address = tuple[str, int] | str


class Wire:
    """Listens where one side asks and passes everything on to the other side, until it is told not to."""

    def __init__(self, asked: Path | None, answered: Address) -> None:
        """Listen at a socket in the file system, or at a free port, and pass on to `answered`."""
        self.answered = answered
        self.sent = 0  # bytes that went to the answering side so far
        self._cut_at: int | None = None
        self._open = threading.Event()
        self._open.set()
        self._pairs: list[tuple[socket.socket, socket.socket]] = []
        self._lock = threading.Lock()
        if asked is None:
            self._ear = socket.create_server(("127.0.0.1", 0))
        else:
            self._ear = socket.socket(socket.AF_UNIX)
            self._ear.bind(str(asked))
            self._ear.listen(64)
        threading.Thread(target=self._hear, daemon=True).start()

    @property
    def port(self) -> int:
        return int(self._ear.getsockname()[1])

    def cut_after(self, count: int) -> None:
        """Reset every connection once this many further bytes went to the answering side."""
        with self._lock:
            self._cut_at = self.sent + count

    def mend(self) -> None:
        """Take back a cut that did not happen."""
        with self._lock:
            self._cut_at = None

    def cut(self) -> None:
        """Reset what is open now; who asks again gets through."""
        with self._lock:
            pairs, self._pairs = self._pairs, []
        for pair in pairs:
            for end in pair:
                _reset(end)

    def hold(self) -> None:
        """Let nothing through, as a network that hangs."""
        self._open.clear()

    def release(self) -> None:
        self._open.set()

    def close(self) -> None:
        self._ear.close()
        self.release()
        self.cut()

    def _hear(self) -> None:
        while True:
            try:
                asking, _place = self._ear.accept()
                kind = socket.AF_UNIX if isinstance(self.answered, str) else socket.AF_INET
                answering = socket.socket(kind)
            except OSError:
                return
            try:
                answering.connect(self.answered)
            except OSError:
                _reset(asking)
                continue
            with self._lock:
                self._pairs.append((asking, answering))
            for source, target, counted in ((asking, answering, True), (answering, asking, False)):
                threading.Thread(target=self._pass, args=(source, target, counted), daemon=True).start()

    def _pass(self, source: socket.socket, target: socket.socket, counted: bool) -> None:
        with suppress(OSError):
            while data := source.recv(1 << 16):
                self._open.wait()
                if counted and self._is_cut_by(len(data)):
                    self.cut()
                    return
                target.sendall(data)
        for end in (source, target):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def _is_cut_by(self, count: int) -> bool:
        with self._lock:
            self.sent += count
            if self._cut_at is None or self.sent < self._cut_at:
                return False
            self._cut_at = None
            return True


def _reset(end: socket.socket) -> None:
    with suppress(OSError):
        if end.family == socket.AF_INET:
            end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        end.shutdown(socket.SHUT_RDWR)
    end.close()
