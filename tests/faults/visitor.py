"""Somebody at a real web server: over HTTP, with a cookie, a form's token, and files."""

from __future__ import annotations

import http.client
import re
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import NamedTuple
from urllib.parse import urlencode

AT_ONCE = 50


class Answer(NamedTuple):
    status: int
    place: str
    body: str


class Visitor:
    def __init__(self, port: int, session: str = "", token: str = "") -> None:
        self.port = port
        self._headers = {"Host": "127.0.0.1"}
        self._cookies = {"sessionid": session} if session else {}
        if token:
            self._headers["Authorization"] = f"Bearer {token}"
        self._csrf = ""

    def get(self, path: str) -> Answer:
        answer = self._ask("GET", path)
        if found := re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', answer.body):
            self._csrf = found[1]
        return answer

    def post(self, path: str, fields: dict[str, object], *, file: tuple[str, Path] | None = None) -> Answer:
        told = {"csrfmiddlewaretoken": self._csrf, **fields} if self._csrf else fields
        if file is None:
            return self._ask(
                "POST", path, urlencode(told, doseq=True).encode(), "application/x-www-form-urlencoded"
            )
        line = uuid.uuid4().hex
        parts = [
            f'--{line}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
            for name, value in told.items()
        ]
        name, place = file
        head = f'--{line}\r\nContent-Disposition: form-data; name="{name}"; filename="{place.name}"\r\n'
        parts += [head.encode() + b"Content-Type: application/octet-stream\r\n\r\n", place.read_bytes()]
        body = b"".join(parts) + f"\r\n--{line}--\r\n".encode()
        return self._ask("POST", path, body, f"multipart/form-data; boundary={line}")

    def post_at_once(
        self, path: str, fields: dict[str, object], times: int = AT_ONCE, **more: tuple[str, Path]
    ) -> list[Answer]:
        """Send the same submit many times in the same moment."""
        gate = Barrier(times)

        def send(_number: int) -> Answer:
            gate.wait()
            return self.post(path, fields, **more)

        with ThreadPoolExecutor(times) as threads:
            return list(threads.map(send, range(times)))

    def _ask(self, verb: str, path: str, body: bytes | None = None, kind: str = "") -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=600)
        headers = {**self._headers, "Cookie": "; ".join(f"{n}={v}" for n, v in self._cookies.items())}
        connection.request(verb, path, body, headers | ({"Content-Type": kind} if kind else {}))
        answer = connection.getresponse()
        said = Answer(
            answer.status, answer.getheader("Location", "") or "", answer.read().decode(errors="replace")
        )
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                cookie, _sign, held = value.partition(";")[0].partition("=")
                self._cookies[cookie] = held
        connection.close()
        return said
