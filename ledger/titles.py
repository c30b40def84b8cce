"""How the documents write the title of an office or a body, and how people do: told for all of them in one place.

A title is the same whatever its case, quotation marks and hyphens, with "&" or "and", in the singular or the plural,
and so written:

- after words that only point to it, or say whose it is: the local Contract Support Officer, the PCC's Senior Management
  Group, OPCC Policy Development Manager, Police and Crime Commissioner for Thames Valley;
- before its short form, or what it is for or where, in brackets, after a comma or a dash: Senior Management Group
  (SMG), Executive Member – Social Care;
- after somebody's name, in brackets, after a comma or a dash: Shona Morrison, OPCC Policy Development Manager;
- of a body, with its chair, who speaks for it, as its members, its secretary and a deputy chair do not: Chair of the
  Senior Management Group, SMG chairman; or with its meeting, on whatever day: SMG meeting of 3 March;
- of a member, before what the member answers for: Executive Member for Adult Social Care.

Two titles of different offices in one name are neither.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

from ledger.names import title_key

Titled = TypeVar("Titled")
_KEPT = 10_000
"""So many names are kept as they were taken apart, as in names.py."""
_POINTING = frozenset(
    ("the", "a", "an", "their", "our", "its", "his", "her", "your", "local", "relevant", "designated", "respective")
)
"""Words before a title that are no part of it."""
_BETWEEN = re.compile(r"\s*[()\[\],;]\s*|\s+[-\N{EN DASH}\N{EM DASH}]+\s+|\s*[\N{EN DASH}\N{EM DASH}]\s*")
_CHAIR = "chair(?:man|woman|person)?"
_CHAIRED = re.compile(f"{_CHAIR} (?:of|to) (?P<after>.+)|(?P<before>.+?)(?:'s?)? {_CHAIR}")
_MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
_DAY = rf"\d{{1,2}}(?:st|nd|rd|th)?(?: of)? (?:{_MONTHS})(?: \d{{4}})?|\d{{4}} \d\d \d\d|\d{{1,2}}/\d{{1,2}}/\d{{2,4}}"
_THAT_DAY = rf"(?: (?:(?:held )?on |of |dated )?(?:the )?(?:{_DAY}))?"
_MET = re.compile(rf"meeting of (?P<after>.+?){_THAT_DAY}|(?P<before>.+?)(?:'s?)? meeting{_THAT_DAY}")
_PORTFOLIO = re.compile(r"(?P<member>.+ member) (?:for|with responsibility for) .+")
_APOSTROPHES = str.maketrans("\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}", "''")
_QUOTED = re.compile("[\"\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}]|(?<!\\w)'|'(?!\\w)")


class AfterAName(NamedTuple, Generic[Titled]):
    """Somebody's name with a title after it."""

    person: str
    titled: Titled


class Titles(Generic[Titled]):
    """What goes by titles, found by them. `own`: the names of whoever's they are; `chaired`: those with a chair."""

    def __init__(
        self, titled: Iterable[tuple[str, Titled]], own: Iterable[str] = (), chaired: Iterable[Titled] = ()
    ) -> None:
        self._chaired = tuple(chaired)
        self._by_key: dict[str, Titled] = {}
        for title, one in titled:
            self._by_key.setdefault(_key(title), one)  # of two that go by one title, the first
        self._own = tuple(sorted({_key(name) for name in own}, key=len, reverse=True))

        self._found: dict[str, Titled | None] = {}

    def called(self, text: str) -> Titled | None:
        """Return what a text names by its title; None where it names none, or two."""
        if text not in self._found:
            if len(self._found) >= _KEPT:
                self._found.clear()
            self._found[text] = self._called(text)
        return self._found[text]

    def _called(self, text: str) -> Titled | None:
        found = self._by_key.get(_key(text))
        if found is not None:
            return found
        first, *others = self._apart(text)
        titled = self._of(first)
        if titled is None or any(one not in (None, titled) for one in map(self._of, others)):
            return None
        return titled

    def after_a_name(self, text: str) -> AfterAName[Titled] | None:
        """Return the name, and what the title after it names; None where no title, or two, stand after a name."""
        person, *others = self._apart(text)
        found = [titled for part in others if (titled := self._of(part)) is not None]
        if not found or self._of(person) is not None or any(titled != found[0] for titled in found):
            return None
        return AfterAName(person, found[0])

    def _apart(self, text: str) -> list[str]:
        """The parts of a text, without the owner's name before the others."""
        parts = parts_of(text)
        return parts[1:] if len(parts) > 1 and _key(parts[0]) in self._own else parts

    def _of(self, part: str) -> Titled | None:
        """What one part of a text names, by itself, by its chair or by its meeting."""
        return self._by_itself(_key(part)) or self._as_a_body(_key(part))

    def _as_a_body(self, key: str) -> Titled | None:
        while (word := key.partition(" "))[0] in _POINTING:
            key = word[2]
        if (spoken := _CHAIRED.fullmatch(key) or _MET.fullmatch(key)) is None:
            return None
        body = self._by_itself(_key(spoken["after"] or spoken["before"]))
        return body if body in self._chaired else None

    def _by_itself(self, key: str) -> Titled | None:
        before = ""
        while key and key != before:
            for one in (key, key.removesuffix("s")):
                if one in self._by_key:
                    return self._by_key[one]
            before, key = key, self._without_whose(key)
        return None

    def _without_whose(self, key: str) -> str:
        word, _, rest = key.partition(" ")
        if word in _POINTING:
            return rest
        if (member := _PORTFOLIO.fullmatch(key)) is not None and not self._is_for_one_thing(member["member"]):
            return member["member"]
        after = (between + name for name in self._own for between in (" for ", " of ", " for the ", " of the "))
        before = (name + between for name in self._own for between in (" ", "'s ", "' "))
        for written in after:
            if key.endswith(written):
                return key.removesuffix(written)
        return key.removeprefix(next(filter(key.startswith, before), ""))

    def _is_for_one_thing(self, member: str) -> bool:
        """Whether a title says what its member is for, as the Cabinet Member for resources: another's is another."""
        return any(known.startswith(f"{member} for ") for known in self._by_key)


@lru_cache(_KEPT)
def _parts(text: str) -> tuple[str, ...]:
    return tuple(part for part in _BETWEEN.split(text) if part) or (text,)


def parts_of(text: str) -> list[str]:
    """Return what stands before, between and after brackets, commas and dashes; at least the text itself."""
    return list(_parts(text))


@lru_cache(_KEPT)
def _key(text: str) -> str:
    return title_key(_QUOTED.sub("", text.translate(_APOSTROPHES)).replace("&", " and "))
