"""Child processes that read exhibits: a few, used again and again; one that does not answer in time is replaced."""

import contextlib
import json
import logging
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from queue import SimpleQueue
from types import TracebackType
from typing import Any, Self

log = logging.getLogger(__name__)

WALL_SECONDS = 90.0  # for one task, however busy the machine is
_ROOT = Path(__file__).resolve().parents[3]
_MODULE = "projections.bundle.exhibits.child"


class Broke(Exception):
    """A task could not be done; the words say why: "takes more memory than is allowed"."""


class Child:
    """One child process. It is started when first asked, and again after it was ended."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def ask(self, task: dict[str, Any], seconds: float = WALL_SECONDS) -> Any:
        """Have a task done and return its answer. Raises Broke."""
        process = self._started()
        assert process.stdin is not None
        try:
            process.stdin.write(json.dumps(task).encode() + b"\n")
            process.stdin.flush()
            line = _line(process, time.monotonic() + seconds)
        except BrokenPipeError:
            line = b""
        except TimeoutError as late:
            self.end()
            raise Broke("takes longer to read than is allowed") from late
        if not line.endswith(b"\n"):
            self.end()
            raise Broke("breaks the programs that read it")
        answer = json.loads(line)
        if "answer" not in answer:
            raise Broke(_why(answer))
        return answer["answer"]

    def end(self) -> None:
        """End the process and whatever it started; nothing where none runs."""
        process, self._process = self._process, None
        if process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        for pipe in (process.stdin, process.stdout):
            assert pipe is not None
            with contextlib.suppress(BrokenPipeError):
                pipe.close()

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            # Nothing of our own environment: no address of a database, no key, ever comes near a stranger's file.
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", _MODULE],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd="/",
                env={
                    "PYTHONPATH": str(_ROOT),
                    "PYTHONHASHSEED": "0",
                    "LANG": "C.UTF-8",
                    "MALLOC_ARENA_MAX": "1",
                    "RAYON_NUM_THREADS": "1",
                },
                start_new_session=True,
            )
        return self._process


def _why(answer: dict[str, Any]) -> str:
    """What to say of a task that ended without its answer."""
    match answer:
        case {"broke": "memory"} | {"signal": signal.SIGABRT | signal.SIGKILL}:  # Rust ends so where memory ends
            return "takes more memory to read than is allowed"
        case {"signal": signal.SIGXCPU}:
            return "takes more computing to read than is allowed"
        case {"error": error}:
            log.warning("an exhibit could not be read: %s", error)
            return "could not be read by the programs here"
        case _:
            return "breaks the programs that read it"


def _line(process: subprocess.Popen[bytes], until: float) -> bytes:
    """The next line it writes; cut short where the process ended. Raises TimeoutError."""
    assert process.stdout is not None
    pieces = []
    while True:
        ready, _, _ = select.select([process.stdout], [], [], max(0.0, until - time.monotonic()))
        if not ready:
            raise TimeoutError
        piece = os.read(process.stdout.fileno(), 1 << 16)
        pieces.append(piece)
        if not piece or piece.endswith(b"\n"):
            return b"".join(pieces)


class Children:
    """A few children; a thread borrows one for as long as its task takes."""

    def __init__(self, count: int) -> None:
        self._every = [Child() for _ in range(count)]
        self._free: SimpleQueue[Child] = SimpleQueue()
        for child in self._every:
            self._free.put(child)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for child in self._every:
            child.end()

    @contextlib.contextmanager
    def borrowed(self) -> Iterator[Child]:
        """A child that nobody else is using; waits for one."""
        child = self._free.get()
        try:
            yield child
        finally:
            self._free.put(child)
