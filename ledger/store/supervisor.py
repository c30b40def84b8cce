"""The process that starts a private PostgreSQL, watches over it, and stops it when nobody uses it any more.

One per data directory, started by whoever first needs the server, and nobody's child: it outlives the process
that started it for as long as another one holds `users.lock`. It needs nothing but the standard library.

What ends, and what follows:

- the last user leaves or is killed: `users.lock` is free; the server is stopped, then the supervisor ends;
- the server is killed: it is started again (crash recovery brings back all that was committed);
- the supervisor is killed: the kernel sends the server a fast shutdown (PR_SET_PDEATHSIG), and the next user starts
  a new supervisor, which waits for `postgres.lock`, held by every process of the old server;
- making the data directory is interrupted: it is made under another name, and renamed when whole.
"""

import fcntl
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import AbstractContextManager, suppress
from pathlib import Path

from ledger.store.home import LONGEST_SOCKET_PATH, SOCKET_NAME, Home, Running, holding, open_lock, open_ours, take
from ledger.store.unprivileged import account_for, becoming

READY, FAILED, ANOTHER = "ready", "failed: ", "another"
SUPERUSER = "postgres"
_WATCHED = {signal.SIGCHLD, signal.SIGTERM, signal.SIGINT, signal.SIGHUP}
_LOOK_EVERY = 0.2  # seconds: how long the server outlives a last user who was killed
_MOST_RESTARTS, _RESTARTS_WITHIN = 5, 60.0  # a server that keeps falling is not started for ever
_LARGEST_LOG = 5_000_000  # bytes; then the log is set aside and a new one begun
_SETTINGS = {
    "listen_addresses": "",  # no network at all
    "port": "5432",  # part of the socket's name
    "unix_socket_permissions": "0700",
    "fsync": "on",
    "max_connections": "200",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # The server's own log holds no words: no values given to statements, none of a row that was refused.
    "log_error_verbosity": "terse",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
}


class ServerFailed(Exception):
    """The server could not be made or started; the message carries its own last words."""


class Supervisor:
    """One server, from its first start to its last stop."""

    def __init__(self, home: Home, programs: Path, version: str, origin: str) -> None:
        self.home = home
        self.programs = programs
        self.version = version
        self.origin = origin
        self.account = account_for(home.owner(), (home.folder.parent, programs / "postgres"))
        self.socket_folder = home.socket_folder
        self.server: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Returns when the server accepts connections. Raises ServerFailed."""
        self._own(self.home.folder)
        self._clear_away()
        if self.home.made_by() is None:
            self._make_data_directory()
        self._make_socket_folder()
        self._launch()

    def watch(self) -> None:
        """Returns when the server has been stopped, because nobody uses it or somebody asked."""
        users = open_lock(self.home.users)
        restarts: list[float] = []
        while not take(users, fcntl.LOCK_EX, 0):
            got = signal.sigtimedwait(_WATCHED, _LOOK_EVERY)
            if got is not None and got.si_signo in (signal.SIGTERM, signal.SIGINT):
                break
            if self.server is not None and self.server.poll() is not None:
                _say(f"the server ended with {self.server.returncode}; starting it again")
                restarts = [each for each in restarts if each > time.monotonic() - _RESTARTS_WITHIN]
                restarts.append(time.monotonic())
                if len(restarts) > _MOST_RESTARTS:
                    raise ServerFailed(f"The server fell {len(restarts)} times within {_RESTARTS_WITHIN:.0f} seconds.")
                self.home.withdraw()
                self._clear_away()
                self._launch()
        self.stop()

    def stop(self) -> None:
        """Fast shutdown; if it takes a minute, immediate shutdown, from which the next start recovers."""
        self.home.withdraw()
        if self.server is not None and self.server.poll() is None:
            for how, patience in ((signal.SIGINT, 60), (signal.SIGQUIT, 10), (signal.SIGKILL, None)):
                self.server.send_signal(how)
                try:
                    self.server.wait(patience)
                    break
                except subprocess.TimeoutExpired:
                    _say(f"the server does not stop on {how.name}")
        if self.socket_folder != self.home.socket_folder:  # made by us, elsewhere
            shutil.rmtree(self.socket_folder, ignore_errors=True)

    def _clear_away(self) -> None:
        """Whatever an earlier server left: its last processes, its pid file, a half-made data directory."""
        descriptor = open_lock(self.home.postgres)
        try:
            for last_word in (None, signal.SIGQUIT, signal.SIGKILL):
                if last_word is not None:
                    _signal_all_in((self.home.pgdata, self.home.half_made), last_word)
                if take(descriptor, fcntl.LOCK_EX, 10):
                    break
            else:
                raise ServerFailed(f"Processes of an earlier server still work on {self.home.pgdata}.")
        finally:
            os.close(descriptor)
        # No process of a server holds the lock, so these are stale, whatever process their number belongs to by now.
        for stale in (self.home.pgdata / "postmaster.pid", self.socket_folder / f"{SOCKET_NAME}.lock"):
            stale.unlink(missing_ok=True)
        earlier = self.home.earlier()
        if earlier and earlier.socket_folder != str(self.home.socket_folder):
            shutil.rmtree(earlier.socket_folder, ignore_errors=True)
        if self.home.half_made.exists():
            shutil.rmtree(self.home.half_made)

    def _make_data_directory(self) -> None:
        self.home.half_made.mkdir(mode=0o700)
        self._own(self.home.half_made)
        command = [str(self.programs / "initdb"), "--pgdata", str(self.home.half_made), "--username", SUPERUSER]
        command += ["--auth=trust", "--locale=C", "--encoding=UTF8", "--data-checksums", "--no-instructions"]
        with self._lock_of_the_server() as lock:
            made = subprocess.run(
                command,
                env=_environment(),
                preexec_fn=becoming(self.account, signal.SIGTERM),  # safe: this process has one thread
                pass_fds=(lock,),
                capture_output=True,
                check=False,
            )
        if made.returncode != 0:
            shutil.rmtree(self.home.half_made, ignore_errors=True)
            raise ServerFailed("initdb failed: " + made.stderr.decode(errors="replace").strip()[-2000:])
        self.home.half_made.rename(self.home.pgdata)

    def _own(self, folder: Path) -> None:
        """See that the account the server runs under owns its files, where that is another account than ours."""
        if self.account.namespace or self.account.is_us or folder.stat().st_uid == self.account.uid:
            return
        for parent, folders, files in os.walk(folder):
            for path in (parent, *(os.path.join(parent, name) for name in folders + files)):  # noqa: PTH118
                os.chown(path, self.account.uid, self.account.gid, follow_symlinks=False)

    def _make_socket_folder(self) -> None:
        if len(os.fsencode(self.home.socket_folder / SOCKET_NAME)) > LONGEST_SOCKET_PATH:
            self.socket_folder = Path(tempfile.mkdtemp(prefix="cleartrail-"))
        else:
            self.socket_folder.mkdir(mode=0o700, exist_ok=True)
        self._own(self.socket_folder)

    def _launch(self) -> None:
        settings = {**_SETTINGS, "unix_socket_directories": str(self.socket_folder)}
        command = [str(self.programs / "postgres"), "-D", str(self.home.pgdata)]
        command += [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        log = _open_log(self.home.postgres_log)
        try:
            with self._lock_of_the_server() as lock:
                self.server = subprocess.Popen(
                    command,
                    env=_environment(),
                    preexec_fn=becoming(self.account, signal.SIGINT),  # safe: this process has one thread
                    pass_fds=(lock,),
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                )
        finally:
            os.close(log)
        self._wait_until_ready(self.server)
        self.home.announce(Running(os.getpid(), self.server.pid, str(self.socket_folder), self.version, self.origin))

    def _lock_of_the_server(self) -> AbstractContextManager[int]:
        """Handed to PostgreSQL's processes and closed here: from then on they hold it, every one, and nobody else."""
        return holding(self.home.postgres, fcntl.LOCK_EX, 0, f"Another server works on {self.home.pgdata}.")

    def _wait_until_ready(self, server: subprocess.Popen[bytes]) -> None:
        """As long as the server lives: recovery after a crash takes the time it takes."""
        status = self.home.pgdata / "postmaster.pid"
        while server.poll() is None:
            # The eighth line is the state (pg_ctl reads the same); the first guards against an older server's file.
            lines = status.read_text().splitlines() if status.exists() else []
            if len(lines) >= 8 and lines[0] == str(server.pid) and lines[7].strip() == "ready":
                return
            time.sleep(0.01)
        last_words = self.home.postgres_log.read_text(errors="replace").strip()[-2000:]
        raise ServerFailed(f"The server ended while starting. Its last words:\n{last_words}")


def _environment() -> dict[str, str]:
    """Ours without PostgreSQL's own variables, and with messages in one language."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "PYTHON"))}
    return {**ours, "LC_ALL": "C", "TZ": "UTC"}


def _open_log(log: Path) -> int:
    if log.exists() and log.stat().st_size > _LARGEST_LOG:
        log.replace(log.with_suffix(".log.1"))
    return open_ours(log, os.O_WRONLY | os.O_APPEND)


def _signal_all_in(folders: Sequence[Path], last_word: signal.Signals) -> None:
    """Every process of a server on these data directories: each has its own as its working directory."""
    for process in Path("/proc").iterdir():
        try:
            where = os.readlink(process / "cwd")  # noqa: PTH115  # the kernel's own text, not a path to follow
            if Path(where) in folders and _is_postgres(process):
                os.kill(int(process.name), last_word)
        except OSError:
            continue  # gone, or not ours


def _is_postgres(process: Path) -> bool:
    return (process / "comm").read_text().strip() in ("postgres", "postmaster")


def _say(sentence: str) -> None:
    sys.stderr.write(f"{time.strftime('%Y-%m-%d %H:%M:%S', time.gmtime())} {sentence}\n")
    sys.stderr.flush()


def _leave_the_starter(log: Path) -> int:
    """Become nobody's child in a session of our own; returns where to write the one line the starter waits for."""
    if os.fork():
        os._exit(0)
    os.setsid()
    os.chdir("/")
    os.umask(0o077)
    answer = os.dup(1)
    into = _open_log(log)
    for stream in (1, 2):
        os.dup2(into, stream)
    os.close(into)
    signal.pthread_sigmask(signal.SIG_BLOCK, _WATCHED)
    return answer


def _answer(starter: int, sentence: str) -> None:
    """Tell the starter, who may have been killed meanwhile: then others may use the server, or `watch` ends it."""
    with suppress(BrokenPipeError):
        os.write(starter, sentence.encode())
    os.close(starter)


def main(folder: str, programs: str, version: str, origin: str) -> None:
    """Run one server; the starter reads `ready`, `another` (runs it), or `failed: why` from our standard output."""
    home = Home(Path(folder))
    answer = _leave_the_starter(home.supervisor_log)
    alone = open_lock(home.supervisor)
    supervisor: Supervisor | None = None
    try:
        if not take(alone, fcntl.LOCK_EX, 1):
            _answer(answer, ANOTHER)
            return
        home.set_aside()  # also what a supervisor said that was killed after our starter had looked
        supervisor = Supervisor(home, Path(programs), version, origin)
        supervisor.start()
        _answer(answer, READY)
        answer = -1
        supervisor.watch()
    except Exception as error:  # noqa: BLE001  # whatever it is, it is told to the starter and to the log
        _say(f"{type(error).__name__}: {error}")
        if answer >= 0:
            _answer(answer, f"{FAILED}{error}")
        if supervisor is not None:
            supervisor.stop()
        sys.exit(1)


if __name__ == "__main__":
    main(*sys.argv[1:])
