import fcntl
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from ledger.store.binaries import (
    Binaries,
    NoServerPrograms,
    Search,
    all_binaries,
    choose,
    installed_binaries,
    packaged_binaries,
)
from ledger.store.embedded import EmbeddedServer, EmbeddedServerFailed, embedded_server
from ledger.store.home import Home, holding, is_held
from ledger.store.supervisor import ANOTHER

ROOT = Path(__file__).parents[2]
PATIENCE = 20.0  # seconds

# A user in a process of its own: says "using", then waits to be told to leave, or to be killed.
USER = """
import sys
from pathlib import Path
from ledger.store.embedded import embedded_server
with embedded_server(Path(sys.argv[1])) as server:
    print("using", server.ensure_running().postmaster, flush=True)
    sys.stdin.readline()
"""


@pytest.fixture(params=["package", "installed"])
def search(request: pytest.FixtureRequest) -> Search:
    search: Search = {"package": packaged_binaries, "installed": installed_binaries}[request.param]
    if not [found for found in search() if found.major >= 15]:
        pytest.skip(f"no PostgreSQL 15 or newer of this origin: {request.param}")
    return search


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    home = Home(tmp_path / "embedded")
    yield home
    if home.folder.exists():
        until(lambda: not is_held(home.supervisor) and not is_held(home.postgres), "the server has stopped")
        shutil.rmtree(home.pgdata, ignore_errors=True)


def start_user(tmp_path: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", USER, str(tmp_path)], cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )


def said_by(user: subprocess.Popen[str]) -> str:
    assert user.stdout is not None
    return user.stdout.readline()


def end(user: subprocess.Popen[str]) -> None:
    user.communicate("leave\n", timeout=PATIENCE)


def kill(user: subprocess.Popen[str]) -> None:
    user.kill()
    user.communicate(timeout=PATIENCE)


def until(so: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not so():
        assert time.monotonic() < deadline, f"not within {PATIENCE:.0f} s: {what}"
        time.sleep(0.01)


def record(server: EmbeddedServer, fact: str) -> None:
    with psycopg.connect(server.url()) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS facts (fact text)")
        connection.execute("INSERT INTO facts VALUES (%s)", (fact,))


def recorded(server: EmbeddedServer) -> list[str]:
    with psycopg.connect(server.url()) as connection:
        return [fact for (fact,) in connection.execute("SELECT fact FROM facts").fetchall()]


def test_what_was_recorded_is_there_at_the_next_start(tmp_path: Path, home: Home, search: Search) -> None:
    with embedded_server(tmp_path, search) as server:
        record(server, "minutes signed")
    with embedded_server(tmp_path, search) as server:
        assert recorded(server) == ["minutes signed"]


def test_the_server_is_set_up_for_a_ledger_and_closed_to_everybody_else(
    tmp_path: Path, home: Home, search: Search
) -> None:
    settings = ("listen_addresses", "unix_socket_permissions", "fsync", "data_checksums", "server_encoding", "TimeZone")
    with embedded_server(tmp_path, search) as server, psycopg.connect(server.url()) as connection:
        found = [connection.execute("SELECT current_setting(%s)", (name,)).fetchone() for name in settings]
        assert found == [("",), ("0700",), ("on",), ("on",), ("UTF8",), ("UTC",)]
        row = connection.execute("SELECT datcollate, datctype FROM pg_database WHERE datname = current_database()")
        assert row.fetchone() == ("C", "C")
        assert server.version.startswith(str(connection.info.server_version // 10_000))
        assert "not production" in server.describe()
        assert server.version in server.describe()
        socket = Path(connection.info.host) / ".s.PGSQL.5432"
        for private in (home.folder, home.pgdata, socket.parent, socket):
            assert private.stat().st_mode & 0o077 == 0, private


@pytest.mark.usefixtures("made_before")
def test_the_last_to_leave_stops_the_server_and_nobody_before(tmp_path: Path, home: Home) -> None:
    with embedded_server(tmp_path) as first:
        with embedded_server(tmp_path) as second:
            assert first.ensure_running() == second.ensure_running()
        assert is_held(home.postgres)
        record(first, "still there")
    assert not is_held(home.supervisor)
    assert not is_held(home.postgres)
    assert not (home.pgdata / "postmaster.pid").exists()


def test_many_processes_at_once_share_one_server(tmp_path: Path, home: Home) -> None:
    users = [start_user(tmp_path) for _ in range(4)]
    answers = {said_by(user) for user in users}
    for user in users:
        end(user)

    assert len(answers) == 1
    assert answers.pop().startswith("using ")


@pytest.mark.usefixtures("made_before")
def test_threads_of_one_process_share_one_server(tmp_path: Path, home: Home) -> None:
    seen: list[int] = []

    def use() -> None:
        with embedded_server(tmp_path) as server:
            seen.append(server.ensure_running().postmaster)
            everybody.wait(PATIENCE)

    everybody = threading.Barrier(4)
    threads = [threading.Thread(target=use) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(seen) == 4
    assert len(set(seen)) == 1


@pytest.mark.usefixtures("made_before")
def test_a_killed_server_is_started_again_with_everything_committed(tmp_path: Path, home: Home, search: Search) -> None:
    with embedded_server(tmp_path, search) as server:
        for number in range(3):
            record(server, f"fact {number}")
            postmaster = server.ensure_running().postmaster
            os.kill(postmaster, signal.SIGKILL)
            until(lambda gone=postmaster: not said_to_run(home, gone), "its death is noticed")  # type: ignore[misc]
        assert recorded(server) == ["fact 0", "fact 1", "fact 2"]


def said_to_run(home: Home, postmaster: int) -> bool:
    running = home.running()
    return running is not None and running.postmaster == postmaster


@pytest.mark.usefixtures("made_before")
def test_a_killed_supervisor_takes_its_server_along_and_the_next_use_starts_both(
    tmp_path: Path, home: Home, search: Search
) -> None:
    with embedded_server(tmp_path, search) as server:
        record(server, "before")
        os.kill(server.ensure_running().supervisor, signal.SIGKILL)
        until(lambda: not is_held(home.supervisor) and not is_held(home.postgres), "both have ended")
        assert recorded(server) == ["before"]


@pytest.mark.usefixtures("made_before")
def test_all_killed_at_once_leaves_nothing_that_hinders_the_next_start(
    tmp_path: Path, home: Home, search: Search
) -> None:
    with embedded_server(tmp_path, search) as server:
        record(server, "before")
        running = server.ensure_running()
        os.kill(running.supervisor, signal.SIGKILL)
        os.kill(running.postmaster, signal.SIGKILL)
        until(lambda: not is_held(home.supervisor), "the supervisor has ended")
        assert recorded(server) == ["before"]


@pytest.mark.usefixtures("made_before")
def test_a_killed_starter_leaves_the_server_to_those_who_still_use_it(tmp_path: Path, home: Home) -> None:
    starter = start_user(tmp_path)
    said_by(starter)
    with embedded_server(tmp_path) as server:
        postmaster = server.ensure_running().postmaster
        kill(starter)
        time.sleep(0.5)  # longer than the supervisor takes to see that the starter is gone
        assert server.ensure_running().postmaster == postmaster
        record(server, "after")
        assert recorded(server) == ["after"]


@pytest.mark.usefixtures("made_before")
def test_a_server_whose_only_user_is_killed_stops_by_itself(tmp_path: Path, home: Home) -> None:
    user = start_user(tmp_path)
    said_by(user)
    kill(user)

    until(lambda: not is_held(home.supervisor) and not is_held(home.postgres), "the server has stopped")

    with embedded_server(tmp_path) as server:
        record(server, "next")


def test_a_starter_killed_while_the_data_directory_is_made_does_not_spoil_it(tmp_path: Path, home: Home) -> None:
    for delay in (0.05, 0.15, 0.3):
        user = start_user(tmp_path)
        until(lambda: home.half_made.exists() or home.pgdata.exists(), "it is being made")
        time.sleep(delay)
        if home.folder.exists() and is_held(home.supervisor):
            kill_supervisor(home)
        kill(user)

    with embedded_server(tmp_path) as server:
        record(server, "whole")
        assert recorded(server) == ["whole"]
    assert not home.half_made.exists()


def supervise(home: Home, answer: int) -> None:
    programs = choose(all_binaries(), None, home.pgdata)
    command = [sys.executable, "-S", "-P", "-m", "ledger.store.supervisor", str(home.folder)]
    command += [str(programs.folder), programs.version, programs.origin]
    subprocess.run(command, env=os.environ | {"PYTHONPATH": str(ROOT)}, stdout=answer, check=True)
    os.close(answer)


def test_a_server_whose_starter_was_killed_serves_whoever_came_meanwhile(tmp_path: Path, home: Home) -> None:
    starter, answer = os.pipe()
    os.close(starter)
    home.folder.mkdir(mode=0o700)
    with holding(home.users, fcntl.LOCK_SH, 0, "nobody else is there"):
        supervise(home, answer)
        until(lambda: home.running() is not None, "it accepts connections")
        with embedded_server(tmp_path) as server, psycopg.connect(server.url()) as connection:
            time.sleep(0.3)
            assert connection.execute("SELECT 1").fetchone() == (1,)


def test_a_supervisor_started_beside_another_says_so_and_leaves_it_alone(tmp_path: Path, home: Home) -> None:
    with embedded_server(tmp_path) as server:
        before = server.ensure_running()
        starter, answer = os.pipe()
        supervise(home, answer)
        with os.fdopen(starter) as answers:
            assert answers.read() == ANOTHER
        assert server.ensure_running() == before
        record(server, "whole")


def kill_supervisor(home: Home) -> None:
    """Found by its command line: while it starts, it has not said who it is."""
    for process in Path("/proc").iterdir():
        if process.name.isdigit() and int(process.name) != os.getpid():
            try:
                command = (process / "cmdline").read_bytes().split(b"\0")
            except OSError:
                continue
            if b"ledger.store.supervisor" in command and os.fsencode(home.folder) in command:
                os.kill(int(process.name), signal.SIGKILL)


@pytest.mark.usefixtures("made_before")
def test_a_stale_pid_file_with_the_number_of_a_living_process_does_not_hinder_a_start(
    tmp_path: Path, home: Home, search: Search
) -> None:
    with embedded_server(tmp_path, search) as server:
        record(server, "before")
        pid_file = (home.pgdata / "postmaster.pid").read_text()
    ours = f"{os.getpid()}\n" + pid_file.partition("\n")[2]
    (home.pgdata / "postmaster.pid").write_text(ours)

    with embedded_server(tmp_path, search) as server:
        assert recorded(server) == ["before"]


def test_a_data_directory_too_deep_for_a_socket_gets_its_socket_elsewhere(tmp_path: Path) -> None:
    deep = tmp_path.resolve() / ("a folder with a long name" * 4) / "ä"
    home = Home(deep / "embedded")
    with embedded_server(deep) as server:
        elsewhere = Path(server.ensure_running().socket_folder)
        assert elsewhere != home.socket_folder
        assert elsewhere.stat().st_mode & 0o077 == 0
        record(server, "reached")
        os.kill(server.ensure_running().supervisor, signal.SIGKILL)
        until(lambda: not is_held(home.supervisor), "the supervisor has ended")
        assert recorded(server) == ["reached"]
        moved = Path(server.ensure_running().socket_folder)
    assert not elsewhere.exists()
    assert not moved.exists()
    shutil.rmtree(home.pgdata)


def test_the_data_directory_itself_keeps_its_permissions_and_a_loosened_folder_is_closed_again(
    tmp_path: Path, home: Home
) -> None:
    tmp_path.chmod(0o755)
    home.folder.mkdir(mode=0o755)
    with embedded_server(tmp_path):
        assert tmp_path.stat().st_mode & 0o777 == 0o755
        assert home.folder.stat().st_mode & 0o777 == 0o700


def test_without_any_postgresql_it_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NoServerPrograms) as said, embedded_server(tmp_path, search=list):
        pass

    for way in ("cleartrail[embedded]", "apt install postgresql", "CLEARTRAIL_DATABASE_URL"):
        assert way in str(said.value)


def test_the_package_is_preferred_then_the_newest_installed_and_old_ones_are_named() -> None:
    def found(version: str) -> Binaries:
        return Binaries(Path("/nowhere"), version, "a test")

    assert choose([found("18.6"), found("17.1"), found("15.2")], None, Path("d")).version == "18.6"
    assert choose([found("18.6"), found("17.1"), found("15.2")], 15, Path("d")).version == "15.2"
    with pytest.raises(NoServerPrograms, match=r"too old: 14\.3, 9\.6"):
        choose([found("14.3"), found("9.6")], None, Path("d"))
    with pytest.raises(NoServerPrograms, match=r"made by PostgreSQL 17; found here: 18\.6 .*postgresql-17"):
        choose([found("18.6")], 17, Path("d"))


def test_files_of_another_major_version_are_served_by_its_own_programs(tmp_path: Path, home: Home) -> None:
    majors = {found.major for found in all_binaries() if found.major >= 15}
    if len(majors) < 2:
        pytest.skip("needs two major versions of PostgreSQL, e.g. the package and an installed one")
    oldest = min(majors)
    with embedded_server(tmp_path, lambda: [each for each in all_binaries() if each.major == oldest]) as server:
        record(server, "of old")

    with embedded_server(tmp_path) as server:
        assert server.version.startswith(f"{oldest}.")
        assert recorded(server) == ["of old"]

    with (
        pytest.raises(NoServerPrograms, match=f"made by PostgreSQL {oldest}"),
        embedded_server(tmp_path, lambda: [each for each in all_binaries() if each.major != oldest]),
    ):
        pass


@pytest.mark.usefixtures("made_before")
def test_a_server_that_cannot_start_says_why_and_where_its_log_is(tmp_path: Path, home: Home) -> None:
    with embedded_server(tmp_path):
        pass
    (home.pgdata / "global" / "pg_control").unlink()

    with pytest.raises(EmbeddedServerFailed, match=r"(?s)pg_control.*postgres\.log"), embedded_server(tmp_path):
        pass


def test_a_folder_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(EmbeddedServerFailed, match="CLEARTRAIL_DATA_DIR"), embedded_server(tmp_path / "file"):
        pass


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can make a folder that belongs to somebody else")
def test_root_leaves_somebodys_ledger_usable_for_its_owner(tmp_path: Path, home: Home, search: Search) -> None:
    somebody = 65534
    home.folder.mkdir(mode=0o700)
    os.chown(home.folder, somebody, somebody)

    with embedded_server(tmp_path, search) as server:
        record(server, "by root")
        assert Path(f"/proc/{server.ensure_running().postmaster}").stat().st_uid == somebody
    for parent, folders, files in os.walk(home.folder):
        for name in folders + files:
            assert (Path(parent) / name).stat().st_uid == somebody, name


# Runs the command given as root of a user namespace in which no further namespace may be opened: what a container that
# refuses namespaces looks like to root.
REFUSING_NAMESPACES = """
import ctypes, os, sys
asked, told = os.pipe(), os.pipe()
child = os.fork()
if child == 0:
    assert ctypes.CDLL(None).unshare(0x10000000) == 0  # CLONE_NEWUSER
    os.write(asked[1], b".")
    os.read(told[0], 1)
    os.setresgid(0, 0, 0)
    os.setresuid(0, 0, 0)
    with open("/proc/sys/user/max_user_namespaces", "w") as limit:
        limit.write("0")
    os.execv(sys.argv[1], sys.argv[1:])
os.read(asked[0], 1)
for ids in ("uid_map", "gid_map"):
    with open(f"/proc/{child}/{ids}", "w") as mapping:
        mapping.write("0 0 65536")
os.write(told[1], b".")
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""
AS_ROOT_WITHOUT_NAMESPACES = """
import sys
from pathlib import Path
import psycopg
from ledger.store.embedded import embedded_server
for _ in range(2):
    with embedded_server(Path(sys.argv[1])) as server, psycopg.connect(server.url()) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS facts (fact text)")
        connection.execute("INSERT INTO facts VALUES ('recorded')")
        print(connection.execute("SELECT count(*) FROM facts").fetchone()[0], end=" ")
        status = Path(f"/proc/{server.ensure_running().postmaster}/status").read_text().splitlines()
        print(*[line.split()[1] for line in status if line.startswith(("Uid:", "CapEff:"))])
"""


def may_refuse_namespaces() -> bool:
    ran = subprocess.run([sys.executable, "-c", REFUSING_NAMESPACES, "/bin/true"], capture_output=True, check=False)
    return ran.returncode == 0


@pytest.mark.skipif(os.geteuid() != 0, reason="only root needs another account or a namespace")
@pytest.mark.parametrize("mode", [0o700, 0o711], ids=["in a closed folder", "in an open folder"])
def test_where_namespaces_are_refused_root_runs_the_server_as_another_account(
    tmp_path: Path, home: Home, mode: int
) -> None:
    if not may_refuse_namespaces():
        pytest.skip("this kernel lets nobody open a namespace to refuse them in")
    tmp_path.chmod(mode)

    command: list[str | Path] = [sys.executable, "-c", REFUSING_NAMESPACES]
    command += [sys.executable, "-c", AS_ROOT_WITHOUT_NAMESPACES, tmp_path]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)

    assert ran.returncode == 0, ran.stderr
    for number, line in enumerate(ran.stdout.splitlines(), start=1):
        count, uid, capabilities = line.split()
        assert (int(count), int(uid)) == (number, home.pgdata.stat().st_uid)
        assert int(uid) != 0
        # To pass closed folders (CAP_DAC_OVERRIDE), if there are any on the way, and no other privilege.
        assert int(capabilities, 16) in (0, 1 << 1)
    assert home.folder.stat().st_mode & 0o077 == 0
    assert tmp_path.stat().st_mode & 0o777 == mode
