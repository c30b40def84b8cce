"""Names: those written alike, those that stand twice, and several of them, or a number of things, in a sentence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from functools import lru_cache
from typing import TypeVar

Named = TypeVar("Named", bound=Hashable)
_KEPT = 10_000
"""So many names are kept as they compare: each act asks two dozen times, of the same few (docs/adr/0165)."""


@lru_cache(_KEPT)
def name_key(name: str) -> str:
    """Return a name so that those written alike, whatever their case and spacing, are the same."""
    return " ".join(name.casefold().split())


@lru_cache(_KEPT)
def title_key(text: str) -> str:
    """Return an id or a title so that its spellings are the same: lead-officer, Lead officer, the Lead Officer."""
    words = text.casefold().replace("-", " ").split()
    return " ".join(words[1:] if words[:1] in (["the"], ["an"]) else words)


def contract_type_key(name: str) -> str:
    """Return a type of contract so that its spellings are the same: block, Block contract, block contracts."""
    return re.sub(r" contracts?$", "", title_key(name))


def contract_called(type: str) -> str:
    """Return what a contract of a type is called: block contract; what has the word contract in it, as it is."""
    return type if _CONTRACT.search(type) else f"{type} contract"


_CONTRACT = re.compile(r"\bcontracts?\b", re.IGNORECASE)


def clause_once(text: str) -> str:
    """Return a text with the word clause once where the name of one has it too: clause 99, of what is called Clause 99
    by whoever recorded it."""
    if "lause Clause " not in text and "lause clause " not in text:  # as good as every text
        return text
    return _CLAUSE_TWICE.sub(r"\1 ", text)


_CLAUSE_TWICE = re.compile(r"\b([Cc]lauses?) [Cc]lause ")


def same_name(one: str, other: str) -> bool:
    """Return whether two names are written alike, whatever their case and spacing."""
    return one == other or name_key(one) == name_key(other)  # most that are the same are so to the letter


def same_unit(one: str, other: str) -> bool:
    """Return whether two names are of one unit: hour and Hours, £ and pounds and GBP, % and percent."""
    return _unit_key(one) == _unit_key(other)


def _unit_key(unit: str) -> str:
    key = name_key(unit)
    called = next((names[0] for names in _UNITS if key in names), key)
    return called.removesuffix("s") if len(called) > 2 else called


_UNITS = (
    ("gbp", "£", "pound", "pounds", "pounds sterling", "sterling"),
    ("eur", "€", "euro", "euros"),
    ("%", "percent", "per cent"),
)


def among(name: str | None, names: Iterable[str | None]) -> bool:
    """Return whether a name is one of those: so whatever a file gives an id of its own is found by it."""
    return name is not None and any(same_name(name, one) for one in names if one is not None)


@lru_cache(_KEPT)
def company_key(name: str) -> str:
    """Return an organisation's name so that its spellings are the same: GOODMEALS LTD. and Goodmeals Limited.

    The form it has in law is written out, never left out: Goodmeals Ltd and Goodmeals plc, or Goodmeals, may be two.
    """
    plain = " ".join(name.casefold().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").replace(".", "").split())
    words = plain.replace("&", " and ").replace(",", " ").split()
    return " ".join((*words[:-1], _LEGAL_FORMS.get(words[-1], words[-1]))) if words else plain


_LEGAL_FORMS = {
    "ltd": "limited", "plc": "public limited company", "llp": "limited liability partnership",
    "cic": "community interest company", "cio": "charitable incorporated organisation", "inc": "incorporated",
}  # fmt: skip


def same_company(one: str, other: str) -> bool:
    """Return whether two names can be one organisation's: alike but for case, spacing, stops, "&" and the form it has
    in law, short or written out. Who may read what is never told by it."""
    return one == other or company_key(one) == company_key(other)


def searched_by(company: str) -> str:
    """Return the longest part of an organisation's name that is written alike in all its spellings: what it is looked
    for by among names that hold it."""
    longest = max((part.strip() for part in _PARTED.split(_FORM.sub("", company.casefold()))), key=len)
    return longest if len(longest) > 2 else company.casefold()


_PARTED = re.compile(r"[&.,'\N{RIGHT SINGLE QUOTATION MARK}]|\band\b")
_FORM = re.compile(rf"\b({'|'.join((*_LEGAL_FORMS, *_LEGAL_FORMS.values()))}|p\.l\.c|l\.l\.p)\.?\s*$")

MODES = frozenset(("mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "sir", "dame", "cllr", "councillor"))
"""Modes of address that stand before a person's name and are no part of it."""


def same_person(one: str, other: str) -> bool:
    """Return whether two names can be one person's: alike but for a mode of address, an initial or a middle name.

    Mrs Ashe, A. Ashe and Ann J. Ashe can each be Ann Ashe; J. Ashe cannot. Who may read what is never told by it.
    """
    if one == other:
        return True
    key, other_key = name_key(one), name_key(other)
    if key == other_key:
        return True
    (mine, addressed), (theirs, as_well) = _parts(key), _parts(other_key)
    if not mine or not theirs or mine[-1] != theirs[-1]:
        return False
    if len(mine) == 1 or len(theirs) == 1:
        return mine == theirs or (addressed if len(mine) == 1 else as_well)
    (short, long) = sorted((mine[0], theirs[0]), key=len)
    return short == long or (len(short) == 1 and long.startswith(short))


def by_first_name(one: str, other: str) -> bool:
    """Return whether the first name of each stands in full: two such names that can be one person's are one person's.

    A. Ashe and Mrs Ashe can each be Ann Ashe's, and another's.
    """
    parts = (_parts(name_key(name))[0] for name in (one, other))
    return same_name(one, other) or all(len(words) > 1 and len(words[0]) > 1 for words in parts)


def one_person(one: str, other: str) -> bool:
    """Return whether two names are one person's, and not only can be: what is told as a fact is told by this."""
    return same_person(one, other) and by_first_name(one, other)


def is_part_of(name: str, whole: str) -> bool:
    """Return whether one word, a surname or a first name, is of somebody's name: enough where more tells who is meant.

    Ashe is part of Ann Ashe; A. Ashe is no single word, and told by same_person.
    """
    words, _ = _parts(name_key(name))
    return len(words) == 1 and words[0] in _parts(name_key(whole))[0]


def whom_it_fits(name: str, people: Iterable[str]) -> tuple[str, ...]:
    """Return whom of these people a name can be: who is called exactly so alone, else each that it fits, once.

    Two of them that can be one person's name are one: Ann Ashe and Ann J. Ashe. More than one: who is meant is open.
    """
    fits: list[str] = []
    for person in people:
        if same_name(person, name):
            return (person,)
        if same_person(person, name) and not any(same_person(person, other) for other in fits):
            fits.append(person)
    return tuple(fits)


@lru_cache(_KEPT)
def _parts(key: str) -> tuple[tuple[str, ...], bool]:
    """The words of a person's name without points, and whether a mode of address stands before them."""
    words = tuple(key.replace(".", " ").split())
    addressed = len(words) > 1 and words[0] in MODES
    return words[1:] if addressed else words, addressed


def few(names: Sequence[str], most: int = 5) -> str:
    """Return the first of several names, and how many more there are."""
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def in_a_row(words: Sequence[str]) -> str:
    """Return words one after the other: economy, efficiency and effectiveness."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if words[1:] else words)


def counted(number: int, noun: str, form: str = "") -> str:
    """Return a number of things: 1 day, 94 days; `form` as for formatting a number."""
    return f"{number:{form}} {noun}{'' if number == 1 else 's'}"


def every(number: int, noun: str) -> str:
    """Return how often something comes that comes every so many: every month, every 3 months."""
    return f"every {noun if number == 1 else counted(number, noun)}"


def repeated(names: Iterable[Named]) -> list[Named]:
    """Return those that stand there more than once, each once, in the order they first stand in; names written alike
    are the same."""
    there = list(names)
    keys = [name_key(name) if isinstance(name, str) else name for name in there]
    times, first = Counter(keys), dict(zip(reversed(keys), reversed(there), strict=True))
    return [first[key] for key in dict.fromkeys(keys) if times[key] > 1]
