"""A timestamping authority of the test's own: OpenSSL stamps, a small server answers, and does wrong when told to."""

from __future__ import annotations

import hashlib
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tests.log.tokens import POLICY, Stamper, certified, der

CONFIG = f"""
[tsa]
default_tsa = one
[one]
serial = serial
signer_cert = tsa.pem
signer_key = tsa.key
signer_digest = sha256
default_policy = {POLICY}
digests = sha256, sha384, sha512
accuracy = secs:1
ordering = yes
tsa_name = yes
ess_cert_id_alg = sha256
"""


@dataclass
class LocalAuthority:
    """What it is asked it stamps by OpenSSL, unless `instead` is set: a function from the request to an answer."""

    folder: Path
    stamper: Stamper
    url: str = ""
    instead: Callable[[bytes], bytes] | None = None
    status: int = 200
    drip: float = 0
    """Seconds between two bytes of an answer."""
    asked: list[bytes] = field(default_factory=list)

    def stamp(self, request: bytes) -> bytes:
        """What `openssl ts -reply` answers."""
        (self.folder / "request").write_bytes(request)
        subprocess.run(
            ["openssl", "ts", "-reply", "-config", "tsa.cnf", "-queryfile", "request", "-out", "answer"],
            cwd=self.folder, check=True, capture_output=True,
        )  # fmt: skip
        return (self.folder / "answer").read_bytes()

    def by_hand(self, request: bytes, at: datetime | None = None, stamper: Stamper | None = None) -> bytes:
        """The same, made by hand, at another time or by another."""
        by, imprint, nonce = stamper or self.stamper, imprint_of(request), nonce_of(request)
        info = by.info(imprint, at or datetime.now(UTC), nonce=nonce)
        return by.answer(by.token(info))

    def written(self, name: str = "Local") -> str:
        """Its rows in the settings."""
        return (
            f'[[timestamps.authority]]\nname = "{name}"\nurl = "{self.url}"\nroots = "{self.folder / "root.pem"}"\n'
            f'policy = "{POLICY}"\nseconds = 2\n'
        )


def imprint_of(request: bytes) -> bytes:
    """The SHA-256 that a request asks to be stamped."""
    at = request.index(der(4, b"\0" * 32)[:2])
    return request[at + 2 : at + 34]


def nonce_of(request: bytes) -> int:
    """Behind the imprint: an INTEGER, and the BOOLEAN certReq."""
    at = request.index(imprint_of(request)) + 32
    assert request[at] == 2
    return int.from_bytes(request[at + 2 : at + 2 + request[at + 1]], "big", signed=True)


@contextmanager
def local_authority(folder: Path) -> Iterator[LocalAuthority]:
    """An authority that answers on a port of its own within the block."""
    folder.mkdir()
    root = certified("Local root", ca=True)
    stamper = Stamper(root, certified("Local TSA", root))
    (folder / "root.pem").write_bytes(root.pem)
    (folder / "tsa.pem").write_bytes(stamper.signer.pem)
    (folder / "tsa.key").write_bytes(stamper.signer.private_pem)
    (folder / "tsa.cnf").write_text(CONFIG)
    (folder / "serial").write_text("01\n")
    authority = LocalAuthority(folder, stamper)

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            request = self.rfile.read(int(self.headers["Content-Length"]))
            authority.asked.append(request)
            answer = (authority.instead or authority.stamp)(request)
            with suppress(OSError):  # whoever asked did not wait
                self.send_response(authority.status)
                self.send_header("Content-Type", "application/timestamp-reply")
                self.send_header("Content-Length", str(len(answer)))
                self.send_header("Location", "/elsewhere")
                self.end_headers()
                for at in range(len(answer)) if authority.drip else ():
                    self.wfile.write(answer[at : at + 1])
                    self.wfile.flush()
                    time.sleep(authority.drip)
                if not authority.drip:
                    self.wfile.write(answer)

        def log_message(self, format: str, *args: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    server.block_on_close = False  # one that drips is not waited for
    authority.url = f"http://127.0.0.1:{server.server_address[1]}/tsr"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield authority
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


def other_request(request: bytes) -> bytes:
    """The request for something else."""
    return request.replace(imprint_of(request), hashlib.sha256(b"something else").digest())
