"""The offices of a procedure as entries name them: by id, title or alias, after a name, and in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Protocol, TypeVar

from ledger.entry import Actor
from ledger.names import same_name
from ledger.procedures.folder import office_titles
from ledger.procedures.rows import Office, Titled
from ledger.titles import AfterAName, Titles

TitledRow = TypeVar("TitledRow", bound=Titled)
OFFICE_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class InOffice(Protocol):
    """Somebody, and the office they held or that is meant."""

    @property
    def person(self) -> str | None:
        """The person or body."""

    @property
    def office(self) -> str | None:
        """The office, by its id or as it was written."""


def by_title(
    rows: Iterable[TitledRow], own: Iterable[str], chaired: Iterable[TitledRow] = ()
) -> Titles[TitledRow]:  # fmt: skip
    """Return rows by each of their names; of two that go by one, the first."""
    return Titles(((name, row) for row in rows for name in (row.id, row.title, *row.also_called)), own, chaired)


class OfficesNamed:
    """What a procedure answers of its offices."""

    if TYPE_CHECKING:
        authority: str
        authority_called: tuple[str, ...]
        offices: tuple[Office, ...]

    def office(self, id: str | None) -> Office | None:
        """Return the office of that id or alias, None where the procedure knows none."""
        return self._offices.get(id) if id is not None else None

    @cached_property
    def _offices(self) -> Mapping[str, Office]:
        """Every office by its id and its other ids: asked several times of every act."""
        return {name: office for office in reversed(self.offices) for name in (office.id, *office.also_called)}

    def office_called(self, text: str) -> Office | None:
        """Return the office that a text names, by id, title or alias, however it is written (ledger/titles.py); None
        where it names none."""
        return self._offices_called.called(text)

    @property
    def advising_body(self) -> str | None:
        """Return what the body is called that only advises; None where there is none."""
        return next((office.title for office in self.offices if office.advises_only), None)

    def is_body(self, named: str, body: str) -> bool:
        """Return whether a name is that of a body, as written, or in another of the names it has here."""
        office = self.office_called(body)
        return same_name(named, body) or (office is not None and self.office_called(named) == office)

    def office_after_a_name(self, text: str) -> AfterAName[Office] | None:
        """Return the person and the office of a text that is somebody's name with a title after it, else None."""
        return self._offices_called.after_a_name(text)

    def office_meant(self, text: str) -> Office | None:
        """Return the office that a text means: the one it names, or the one that stands in it after a name."""
        after = self.office_after_a_name(text)
        return after.titled if after else self.office_called(text)

    @cached_property
    def _offices_called(self) -> Titles[Office]:
        """Every office by each of its names: asked for everybody an act names."""
        return by_title(self.offices, self._own_names, (office for office in self.offices if office.has_chair))

    @property
    def _own_names(self) -> tuple[str, ...]:
        return (self.authority, *self.authority_called)

    def named(self, actor: Actor) -> Actor:
        """Return the actor with the office under the name this procedure has for it, where it was given another.

        Where no office was given and an office stands in the place of the name, it is that one.
        """
        if actor.party != "authority":
            return actor
        office = self.office(actor.office) if actor.office else self.office_called(actor.person)
        if office is None or office.id == actor.office:
            return actor
        return actor.model_copy(update={"office": office.id})

    def office_title(self, id: str) -> str:
        """Return the office in words; one only another procedure knows, as that calls it."""
        office = self.office(id)
        return office.title if office else office_titles().get(id) or id.replace("-", " ")

    def one_of(self, offices: Iterable[str]) -> str:
        """Return offices in words, of which one is meant."""
        return " or ".join(self.office_title(office) for office in offices)

    def office_in_words(self, named: str) -> str:
        """Return an office within a sentence: lead officer, Police and Crime Commissioner; one unknown, as it is named.

        A title of which only the first word has a capital is no proper name, and begins small.
        """
        if named not in self._called:
            self._called[named] = self._in_words(named)
        return self._called[named]

    @cached_property
    def _called(self) -> dict[str, str]:
        """Offices in words, as far as it was asked: every line of a timeline asks it."""
        return {}

    def _in_words(self, named: str) -> str:
        office = self.office(named)
        title = office.title if office else office_titles().get(named)
        if title is None:
            return named.replace("-", " ") if OFFICE_ID.fullmatch(named) else named
        first, *rest = title.split()
        proper = first.isupper() or any(word[:1].isupper() for word in rest)
        return title if proper else title[:1].lower() + title[1:]

    def person_in_office(self, who: InOffice | None) -> str:
        """Return somebody with the office they held, in words: Cara Finn (Police and Crime Commissioner)."""
        if who is None:
            return "nobody named"
        held = self._of_their_side(who)
        known = self.office(held)
        if who.person and known is not None and self.office_called(who.person) is known:
            return who.person
        office = self.office_in_words(held) if held else None
        return f"{who.person} ({office})" if who.person and office else who.person or office or "nobody named"

    def _of_their_side(self, who: InOffice) -> str | None:
        """The office somebody held; of the provider's people the provider's of that title, where an office of the
        authority's goes by it too: each side has a contract manager."""
        office = who.office
        if not (office and isinstance(who, Actor) and who.party == "provider") or office.startswith("provider-"):
            return office
        if self.office(office) is None and office not in office_titles():
            return office
        title = f"Provider's {office.replace('-', ' ')}"
        theirs = self.office_called(title)
        return theirs.id if theirs else title.lower()

    def is_office(self, id: str | None, among: Sequence[str]) -> bool:
        """Return whether an office, by its id or an alias, is one of those."""
        known = self.office(id)
        return (known.id if known else id) in among
