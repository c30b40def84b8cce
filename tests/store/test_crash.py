import os
import secrets
import signal
import threading
import time
from pathlib import Path
from uuid import UUID, uuid4

from ledger.errors import DatabaseAway
from ledger.log.audit import audit
from ledger.log.sealer import Sealer
from ledger.store.database import Database
from ledger.store.embedded import embedded_server
from ledger.store.keyring import KeysPlace
from ledger.store.postgres import LedgerStore
from ledger.store.schema import migrate
from ledger.store.writes import Command, FileWrite, NewEntry
from tests.store.conftest import Within


def test_what_was_acknowledged_outlives_a_server_that_is_killed_again_and_again(tmp_path: Path, within: Within) -> None:
    acknowledged: dict[UUID, int] = {}
    stop = threading.Event()

    def write(store: LedgerStore) -> None:
        file_id, position = uuid4(), 0
        while not stop.is_set():
            both_ways = 1 if position % 3 else 2  # one entry goes by a shorter way, and with those of others
            command, entries = Command(uuid4(), b"request"), [NewEntry("note-made/1", b"%d" % position)] * both_ways
            for _ in range(60):
                try:
                    appended = store.append([FileWrite(file_id, position, entries)], command)
                    break
                except DatabaseAway:
                    time.sleep(0.2)  # in doubt: the same command again, never a new one
            else:
                raise AssertionError("the server never came back")
            position = appended.positions[file_id].stop - 1
            acknowledged[file_id] = position

    with (
        within(120),
        embedded_server(tmp_path) as server,
        Database(f"crash_{secrets.token_hex(4)}", server, keys=KeysPlace(tmp_path / "keys")) as database,
    ):
        migrate(database)
        store = LedgerStore(database)
        store.open("crash.example", "real", b"f" * 32, b"r" * 32)
        sealer = Sealer(database)
        crew = [threading.Thread(target=write, args=(store,)) for _ in range(3)]
        crew.append(threading.Thread(target=sealer.run, args=(stop,)))
        for one in crew:
            one.start()
        for _ in range(3):
            time.sleep(0.5)
            os.kill(server.ensure_running().postmaster, signal.SIGKILL)
        for _ in range(2):  # what was in doubt is taken first, then everybody goes on
            before = dict(acknowledged)
            while len(acknowledged) < 3 or any(
                acknowledged[file_id] <= position for file_id, position in before.items()
            ):
                time.sleep(0.05)
        stop.set()
        for one in crew:
            one.join()
        while sealer.seal_once():
            pass
        sealer.close()

        heads = {head.file_id: head.head for head in store.files()}
        assert heads == acknowledged
        assert store.log_size() == sum(heads.values())
        assert list(audit(database)) == []
