"""How a program that refuses to run as root is run all the same, without opening anything to other accounts.

PostgreSQL's programs refuse the user id 0, and want an account with a name. An ordinary user runs them as
they are. For root, and for an id without a name, there are two ways, tried in this order:

- a user namespace of one id: the program believes itself to be an ordinary account, its files stay the caller's;
- where the kernel or a container's profile refuses namespaces: an unprivileged account, which then owns the data
  directory, and, only if the way to the files is closed to it, the one capability of passing closed folders.

Linux only; see user_namespaces(7) and capabilities(7).
"""

import ctypes
import os
import pwd
import signal
import stat
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

_CLONE_NEWUSER = 0x10000000
_PR_SET_PDEATHSIG = 1
_PR_SET_KEEPCAPS = 8
_PR_CAP_AMBIENT, _PR_CAP_AMBIENT_RAISE = 47, 2
_CAP_DAC_OVERRIDE = 1
_CAPABILITY_VERSION_3 = 0x20080522


class NoAccount(Exception):
    """Root may neither open a user namespace here nor become another account; the message says what to do."""


@dataclass(frozen=True)
class Account:
    """The ids a server runs under. `namespace`: inside a user namespace that maps them to our own."""

    uid: int
    gid: int
    namespace: bool = False
    passes_closed_folders: bool = False

    @property
    def is_us(self) -> bool:
        return not self.namespace and self.uid == os.geteuid()


def account_for(owner: int, on_the_way: Sequence[Path]) -> Account:
    """The account to run a server under, given who owns its data directory.

    `on_the_way` names the folders and programs it must reach. Raises NoAccount.
    """
    us = os.geteuid()
    if us != 0 and _has_name(us):
        return Account(us, os.getegid())
    if us == 0 and owner != 0:
        # Somebody's own ledger, looked at by root: run as its owner, or the owner could not open it afterwards.
        return _other_account(pwd.getpwuid(owner) if _has_name(owner) else _somebody(), on_the_way)
    somebody = _somebody()
    # In a namespace even root passes only what is open to all or its own.
    if _all_pass(us, on_the_way) and _namespace_opens(somebody.pw_uid, somebody.pw_gid):
        return Account(somebody.pw_uid, somebody.pw_gid, namespace=True)
    if us != 0:
        raise NoAccount(f"The user id {us} has no name here, which PostgreSQL asks for: add one to /etc/passwd.")
    return _other_account(somebody, on_the_way)


def becoming(account: Account, end_with_parent: signal.Signals) -> Callable[[], None]:
    """What a child process calls between fork and exec to run under the account, and to end when we do.

    The signal for the parent's end is asked for last: a change of ids forgets it. It is bound to the
    thread that forks, which must be one that lives as long as the process.
    """
    parent = os.getpid()

    def become() -> None:
        signal.pthread_sigmask(signal.SIG_SETMASK, ())
        if account.namespace:
            _enter_namespace(account.uid, account.gid)
        elif not account.is_us:
            _become(account)
        _libc("prctl", _PR_SET_PDEATHSIG, int(end_with_parent), 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)  # the parent ended before it could have been noticed

    return become


def _has_name(uid: int) -> bool:
    try:
        return bool(pwd.getpwuid(uid).pw_name)
    except KeyError:
        return False


def _somebody() -> pwd.struct_passwd:
    """The account `nobody`; on a machine without it, any that is not root's."""
    accounts = sorted((each for each in pwd.getpwall() if each.pw_uid != 0), key=lambda each: each.pw_name != "nobody")
    if not accounts:
        raise NoAccount("This machine has no account but root, and PostgreSQL refuses to run as root: add one.")
    return accounts[0]


def _other_account(account: pwd.struct_passwd, on_the_way: Sequence[Path]) -> Account:
    return Account(account.pw_uid, account.pw_gid, passes_closed_folders=not _all_pass(account.pw_uid, on_the_way))


def _all_pass(uid: int, on_the_way: Sequence[Path]) -> bool:
    """Whether the account can reach every one of these without any privilege; groups are not counted on."""
    for place in {place for path in on_the_way for place in (path, *path.parents)}:
        found = place.stat()
        if not found.st_mode & (stat.S_IXUSR if found.st_uid == uid else stat.S_IXOTH):
            return False
    return True


def _namespace_opens(uid: int, gid: int) -> bool:
    """Whether a namespace can be entered here, found out by a child process that tries."""
    child = os.fork()
    if child == 0:
        try:
            _enter_namespace(uid, gid)
            os._exit(0)
        except BaseException:  # noqa: BLE001  # whatever it was, the child must end here
            os._exit(1)
    return os.waitpid(child, 0)[1] == 0


def _enter_namespace(uid: int, gid: int) -> None:
    outer_uid, outer_gid = os.geteuid(), os.getegid()
    _libc("unshare", _CLONE_NEWUSER)
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{uid} {outer_uid} 1")
    Path("/proc/self/gid_map").write_text(f"{gid} {outer_gid} 1")


class _CapabilityHeader(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


class _CapabilitySets(ctypes.Structure):
    _fields_ = (("effective", ctypes.c_uint32), ("permitted", ctypes.c_uint32), ("inheritable", ctypes.c_uint32))


def _become(account: Account) -> None:
    if account.passes_closed_folders:
        _libc("prctl", _PR_SET_KEEPCAPS, 1, 0, 0, 0)
    os.setgroups([])
    os.setresgid(account.gid, account.gid, account.gid)
    os.setresuid(account.uid, account.uid, account.uid)
    if account.passes_closed_folders:
        only = 1 << _CAP_DAC_OVERRIDE
        sets = (_CapabilitySets * 2)(_CapabilitySets(only, only, only), _CapabilitySets(0, 0, 0))
        _libc("capset", ctypes.byref(_CapabilityHeader(_CAPABILITY_VERSION_3, 0)), ctypes.byref(sets))
        _libc("prctl", _PR_CAP_AMBIENT, _PR_CAP_AMBIENT_RAISE, _CAP_DAC_OVERRIDE, 0, 0)


def _libc(function: str, *arguments: object) -> None:
    # Plain numbers go as long: prctl is variadic and looks at all 64 bits.
    passed = [ctypes.c_ulong(each) if isinstance(each, int) else each for each in arguments]
    libc = ctypes.CDLL(None, use_errno=True)
    if getattr(libc, function)(*passed) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{function}: {os.strerror(number)}")
