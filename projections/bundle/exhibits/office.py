"""Office files as pages, where LibreOffice is installed; it runs apart, for a limited time, with macros off.

Each file gets a profile of its own that is thrown away, in which macros, active content and links to elsewhere are
forbidden; it lies beside what is made, and is cleared away with it. What LibreOffice writes is a stranger's PDF and is
treated as one.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

SECONDS = 60.0  # for one file
LARGEST_UNPACKED = 300_000_000  # bytes an office file may say it takes when it is unpacked
_MEMORY = 3_000_000  # kB; LibreOffice reserves much more than it uses
_LARGEST_FILE = 400_000  # in units of 512 bytes

_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
{}</oor:items>
"""
_SETTING = (
    '<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="{}" oor:op="fuse">'
    "<value>{}</value></prop></item>\n"
)
_SECURITY = {
    "MacroSecurityLevel": "3",  # the highest: only from trusted places, of which there are none
    "DisableMacrosExecution": "true",
    "DisableActiveContent": "true",
    "BlockUntrustedRefererLinks": "true",
}


def converter() -> str | None:
    """The path of LibreOffice's command; None where it is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def convert(source: Path, ending: str, target: Path) -> bool:
    """Write a PDF of an office file to `target`; false where LibreOffice could not, or took too long."""
    program = converter()
    if program is None:
        return False
    with tempfile.TemporaryDirectory(prefix="office-", dir=target.parent) as place:
        folder = Path(place)
        profile = folder / "profile" / "user"
        profile.mkdir(parents=True)
        settings = "".join(_SETTING.format(name, value) for name, value in _SECURITY.items())
        (profile / "registrymodifications.xcu").write_text(_PROFILE.format(settings), encoding="utf-8")
        named = folder / f"exhibit.{ending}"
        shutil.copyfile(source, named)
        _run(program, folder, named)
        made = folder / "out" / "exhibit.pdf"
        if not made.is_file():
            return False
        shutil.copyfile(made, target)
        return True


def _run(program: str, folder: Path, named: Path) -> None:
    """Run it in a session of its own; after its time all of that session is killed."""
    # The limits are set by a shell: a hook between fork and exec is not safe where there are threads.
    limits = f'ulimit -v {_MEMORY} -t {int(SECONDS)} -f {_LARGEST_FILE} -c 0; exec "$@"'
    process = subprocess.Popen(
        [
            *("/bin/sh", "-c", limits, "sh", program),
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            *("--headless", "--norestore", "--nolockcheck", "--nodefault", "--nofirststartwizard"),
            *("--convert-to", "pdf", "--outdir", str(folder / "out"), str(named)),
        ],
        cwd=folder,
        env={
            "PATH": os.environ.get("PATH", os.defpath),
            "HOME": str(folder),
            "LANG": "C.UTF-8",
            "TZ": "UTC",
            # Should it look for something elsewhere all the same, nobody answers there.
            "http_proxy": "http://127.0.0.1:9",
            "https_proxy": "http://127.0.0.1:9",
        },
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(SECONDS)
    except subprocess.TimeoutExpired:
        pass
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
