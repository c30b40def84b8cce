"""A wire to the database that can be cut at the worst moment: when the work is done and the answer is on its way."""

import contextlib
import shutil
import socket
import tempfile
import threading
from pathlib import Path
from types import TracebackType
from typing import Self

from psycopg.conninfo import make_conninfo

from ledger.store.database import Database


class Relay:
    """Passes bytes between clients and a server. `database` is the same ledger, reached through it."""

    def __init__(self, database: Database) -> None:
        with database.connect("app") as connection:
            info = connection.info
            self._host, self._port = info.host, info.port
            given = {"user": info.user, "password": info.password, "dbname": info.dbname}
        self._folder = Path(tempfile.mkdtemp(prefix="wire"))  # short: a socket's path has at most 107 bytes
        url = make_conninfo(host=str(self._folder), port=self._port, sslmode="disable", **given)
        self.database = Database(database.schema, url, keys=database.keys_place)
        self.lost = 0
        self._marker: bytes | None = None
        self._listener = socket.socket(socket.AF_UNIX)
        self._open: list[socket.socket] = []

    def lose_the_answer_that_holds(self, marker: bytes) -> None:
        """The next answer with these bytes in it is thrown away, and its connection cut."""
        self._marker = marker

    def __enter__(self) -> Self:
        self._listener.bind(str(self._folder / f".s.PGSQL.{self._port}"))
        self._listener.listen()
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.database.close()
        for one in (self._listener, *self._open):
            _end(one)
        shutil.rmtree(self._folder)

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            server = self._dial()
            self._open += [client, server]
            threading.Thread(target=self._pass_on, args=(client, server, False), daemon=True).start()
            threading.Thread(target=self._pass_on, args=(server, client, True), daemon=True).start()

    def _dial(self) -> socket.socket:
        if self._host.startswith("/"):
            server = socket.socket(socket.AF_UNIX)
            server.connect(f"{self._host}/.s.PGSQL.{self._port}")
            return server
        return socket.create_connection((self._host, self._port))

    def _pass_on(self, source: socket.socket, target: socket.socket, answers: bool) -> None:
        try:
            while passed := source.recv(65536):
                if answers and self._marker is not None and self._marker in passed:
                    self._marker, self.lost = None, self.lost + 1
                    break
                target.sendall(passed)
        except OSError:
            pass
        finally:
            _end(source)
            _end(target)


def _end(one: socket.socket) -> None:
    with contextlib.suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
    one.close()
