"""Between which timestamps an entry entered the log: never a time at which it did not, and as near as can be said."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from ledger.verify import Bracket, brackets

Tokens = list[tuple[int, int, str]]


@st.composite
def logs(draw: st.DrawFn) -> tuple[list[int], Tokens]:
    """When each entry entered a log; and tokens, each of a state of it, and put into it later."""
    steps = draw(st.lists(st.integers(1, 5), max_size=30))
    entered = [sum(steps[: n + 1]) for n in range(len(steps))]
    tokens: Tokens = []
    for index in draw(st.lists(st.integers(1, max(1, len(entered) - 1)), max_size=8)) if len(entered) > 1 else ():
        covers = draw(st.integers(0, index))
        stamped = draw(st.integers(entered[covers - 1] if covers else 0, entered[index]))
        tokens.append((index, covers, f"{stamped:05}"))
    return entered, tokens


@given(logs())
@example(([], []))
@example(([1, 2, 3], [(2, 0, "00001")]))
def test_every_entry_lies_in_one_bracket_which_is_true_and_as_narrow_as_the_tokens_are(
    log: tuple[list[int], Tokens],
) -> None:
    entered, tokens = log

    found = brackets(len(entered), tokens)

    assert [place for one in found for place in range(one.first, one.last + 1)] == list(range(len(entered)))
    for one in found:
        for place in range(one.first, one.last + 1):
            assert one.after == max((at for index, _, at in tokens if index <= place), default="")
            assert one.before == min((at for _, covers, at in tokens if covers > place), default="")
            assert not one.after or int(one.after) <= entered[place]
            assert not one.before or entered[place] <= int(one.before)
    assert all(a != b for a, b in zip(_said(found), _said(found)[1:], strict=False)), "two stretches that say the same"


def _said(found: list[Bracket]) -> list[tuple[str, str]]:
    return [(one.after, one.before) for one in found]


def test_a_token_that_says_it_covers_what_came_after_it_is_left_out() -> None:
    assert brackets(10, [(3, 9, "2026")]) == brackets(10, [])
    assert brackets(10, [(30, 3, "2026")]) == brackets(10, [])
