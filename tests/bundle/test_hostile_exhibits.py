import random
import resource
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from projections.bundle.exhibited import Exhibited, safe_name
from projections.bundle.exhibits import Rendered, render_exhibits
from projections.bundle.exhibits.child import STRANGERS
from projections.bundle.exhibits.children import Broke, Child
from tests.bundle import made
from tests.bundle.seeing import faults, words
from tests.sampling import thorough


def drawn(folder: Path) -> tuple[list[Rendered], int]:
    """Every hostile exhibit drawn, and one that is not; the most memory any child had, in bytes."""
    exhibits = [made.exhibit(folder, number, make(), title) for number, (title, (make, _)) in enumerate(CASES, 1)]
    began = time.monotonic()
    done = render_exhibits([*exhibits, made.exhibit(folder, 99, made.pdf("Unharmed."), "last.pdf")], folder)
    assert time.monotonic() - began < 120  # seconds; some five where nothing else runs
    return list(done), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Rendered], int]:
    """In a process of its own: what is told of children is told of all there ever were, other tests' too."""
    with ProcessPoolExecutor(1, get_context("spawn")) as process:
        return process.submit(drawn, tmp_path_factory.mktemp("hostile")).result()


@pytest.fixture(scope="module")
def rendered(measured: tuple[list[Rendered], int]) -> dict[str, Rendered]:
    return {one.exhibit.title: one for one in measured[0]}


CASES = list(made.HOSTILE.items())


@pytest.mark.parametrize("title", made.HOSTILE)
def test_a_hostile_exhibit_is_a_cover_sheet_that_says_why(rendered: dict[str, Rendered], title: str) -> None:
    one = rendered[title]

    assert one.attached_only
    assert made.HOSTILE[title][1] in (one.note or "")
    assert "There are no pages of this exhibit here, since it is" in words(one.covers, one.parts[0].cover)


def test_the_exhibits_beside_it_are_none_the_worse(rendered: dict[str, Rendered]) -> None:
    pdf = rendered["last.pdf"].pdf

    assert pdf is not None
    assert "Unharmed." in words(pdf)
    assert faults(rendered["last.pdf"].covers) == []


def test_no_child_takes_more_memory_than_it_may(measured: tuple[list[Rendered], int]) -> None:
    done, most = measured

    assert done
    assert 0 < most < STRANGERS.memory + 250_000_000


def test_an_exhibit_that_takes_too_much_computing_is_ended_and_said(
    tmp_path: Path,
) -> None:
    slow = made.exhibit(tmp_path, 1, made.mail("x" * 5_000_000), "slow.eml")
    child = Child()
    task = {"task": "examine", "label": "1", "source": str(slow.path), "title": "", "media_type": ""}
    try:
        with pytest.raises(Broke, match="takes more computing to read than is allowed"):
            child.ask(task | {"folder": str(tmp_path), "seconds": 0})
        with pytest.raises(Broke, match="takes longer to read than is allowed"):
            child.ask(task | {"folder": str(tmp_path)}, 0.01)
        assert child.ask(task | {"folder": str(tmp_path)})[0]["pages"] == 300
    finally:
        child.end()


def test_a_text_of_fifty_megabytes_is_shown_as_far_as_it_goes_or_attached(tmp_path: Path) -> None:
    huge = made.exhibit(tmp_path, 1, b"The bins were not emptied.\n" * 1_900_000, "huge.txt", "text/plain")

    [one] = render_exhibits([huge], tmp_path)

    assert one.note
    assert one.attached_only or "original alone" in one.note
    assert one.own_pages <= 300


def test_names_that_differ_in_case_or_in_what_no_system_takes_are_names_of_their_own() -> None:
    titles = ["a.pdf", "A.PDF", "../a.pdf", "/etc/a.pdf", "a\0.pdf", "C:\\a.pdf", "\u202efdp.a", "a" * 300 + ".pdf", ""]
    exhibits = [Exhibited(n, "0" * 64, title, None, (1,)) for n, title in enumerate(titles, 1)]

    names = [safe_name(one, "application/pdf") for one in exhibits]

    assert len({name.casefold() for name in names}) == len(titles)
    assert all(len(name) < 80 and name.isascii() and not set(name) & set("/\\\0:") for name in names)
    assert all(name.count(".") == 1 for name in names)


def test_a_task_that_fails_says_so_and_the_next_one_is_done() -> None:
    child = Child()
    try:
        with pytest.raises(Broke, match="could not be read by the programs here"):
            child.ask({"task": "examine", "label": "1"})
        with pytest.raises(Broke, match="breaks the programs that read it"):
            child.ask({"task": "no such task"})
        assert child.ask({"task": "covers", "covers": [], "target": "/dev/null"}) is None
    finally:
        child.end()


@pytest.mark.parametrize("kind", ["pdf", "png", "jpg", "tif", "eml", "gif"])
def test_whatever_is_done_to_its_bytes_an_exhibit_is_shown_or_attached(kind: str, tmp_path: Path) -> None:
    chance = random.Random(kind)
    honest = {
        "pdf": made.changed(lambda opened: None, made.pdf(pages=2)),
        "png": made.picture("PNG"),
        "jpg": made.photograph((200, 150)),
        "tif": made.picture("TIFF", (60, 40), compression="tiff_lzw"),
        "eml": made.mail(attachments=(("a.pdf", made.pdf()), ("b.png", made.picture()))),
        "gif": made.picture("GIF", (60, 40)),
    }[kind]
    exhibits = [
        made.exhibit(tmp_path, number, _harmed(honest, chance), f"x.{kind}", "text/plain")
        for number in range(1, 26 if thorough() else 9)
    ]

    done = render_exhibits(exhibits, tmp_path)

    assert [faults(one.pdf) for one in done if one.pdf] == [[]] * sum(one.pdf is not None for one in done)
    assert faults(done[0].covers) == []


def _harmed(content: bytes, chance: random.Random) -> bytes:
    harmed = bytearray(content)
    for _ in range(chance.randint(1, 12)):
        place = chance.randrange(len(harmed))
        match chance.randrange(4):
            case 0:
                harmed[place] = chance.randrange(256)
            case 1:
                del harmed[place : place + chance.randrange(1, 40)]
            case 2:
                harmed[place:place] = harmed[: chance.randrange(1, 60)]
            case _:
                harmed[place : place + 4] = b"9999"
    return bytes(harmed) or b"x"
