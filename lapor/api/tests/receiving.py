"""A partner's server: a real one on this machine, whose answers a test chooses."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Got:
    """One request as it came."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Receiver:
    """`status` is what it answers; `got` what it accepted, `refused` what it did not."""

    port: int = 0
    status: int = 204
    answer: bytes = b""
    got: list[Got] = field(default_factory=list)
    refused: list[Got] = field(default_factory=list)
    # Called when a message has been taken and before that is answered.
    before_answer: Callable[[], None] = lambda: None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/lapor?kunci=1"

    def types(self) -> list[str]:
        return [one.json["type"] for one in self.got]


class Quiet(ThreadingHTTPServer):
    """Whoever hangs up early is no error."""

    def handle_error(self, *_args: object) -> None:
        return


@contextmanager
def receiving() -> Iterator[Receiver]:
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            came = Got(self.path, {name.lower(): value for name, value in self.headers.items()}, body)
            (receiver.got if receiver.status < 300 else receiver.refused).append(came)
            receiver.before_answer()
            self.send_response(receiver.status)
            self.send_header("Location", f"http://127.0.0.1:{receiver.port}/elsewhere")
            self.send_header("Content-Length", str(len(receiver.answer)))
            self.end_headers()
            self.wfile.write(receiver.answer)

        def log_message(self, *_args: Any) -> None:
            """Quiet."""

    server = Quiet(("127.0.0.1", 0), Handler)
    receiver.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
