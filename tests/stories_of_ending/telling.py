"""A story told over HTTP batch by batch, and asked about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tests.api.conftest import Answer, Ledger

Batches = Sequence[tuple[str, list[dict[str, Any]]]]
"""(time of recording, entries recorded together); `as` names an entry, and "@name" stands for its position."""


class Told:
    """A contract whose story has been recorded, and what is answered of it."""

    def __init__(self, ledger: Ledger, reference: str, batches: Batches) -> None:
        self.ledger, self.reference = ledger, reference
        self.at: dict[str, int] = {}
        """Position of each entry that has a name."""
        self.minutes = ledger.as_("lead-officer").file(b"Minutes")
        person = "county-manager"  # who opens the file: nobody makes himself its lead officer
        for recorded_at, entries in batches:
            self._record(person, recorded_at, entries)
            person = "lead-officer"

    def _record(self, person: str, recorded_at: str, entries: list[dict[str, Any]]) -> None:
        head = max(self.at.values(), default=0)
        bodies = []
        for number, entry in enumerate(entries, head + 1):
            self.at[entry.get("as", f"entry {number}")] = number
            body = {name: self._resolved(part) for name, part in entry.items() if name != "as"}
            bodies.append({"file": self.reference} | body)
        recorded = self.ledger.as_(person).record(*bodies, at=recorded_at)
        self.at["newest"] = recorded[-1]["position"]  # dates revised by the ledger itself come after

    def _resolved(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {name: self._resolved(part) for name, part in value.items()}
        if isinstance(value, list):
            return [self._resolved(part) for part in value]
        if isinstance(value, str) and value.startswith("@"):
            return self.minutes if value == "@minutes" else self.at[value[1:]]
        return value

    def ask(self, what: str = "", person: str = "legal-services", **query: Any) -> Answer:
        """Ask of the contract as somebody."""
        path = f"/contracts/{self.reference}" + (f"/{what}" if what else "")
        return self.ledger.as_(person).get(path, **{name: said for name, said in query.items() if said is not None})

    def answer(self, what: str = "", **query: Any) -> dict[str, Any]:
        """Ask as Legal Services and be answered."""
        answer = self.ask(what, **query)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def rights(self, day: str, known_at: str | None = None) -> dict[str, tuple[str, str | None, str | None]]:
        """Part A on a day: clause -> (state, arisen on, until)."""
        found = self.answer("readiness", as_at=day, known_at=known_at)["readiness"]["rights"]
        return {right["clause"]: (right["state"], right["arisen_on"], right["until"]) for right in found}

    def judged(self, day: str, known_at: str | None = None) -> dict[int | None, dict[str, Any]]:
        """Every judgement on a day, by the position of its first act."""
        found = self.answer("readiness", as_at=day, known_at=known_at)["readiness"]["judgements"]
        return {judged["acts"][0]["position"] if judged["acts"] else None: judged for judged in found}


def states(judged: dict[str, Any]) -> dict[str, str]:
    """Part B: the state of each condition by its number, those that do not apply left out."""
    return {c["id"][3:]: c["state"] for c in judged["conditions"] if c["state"] != "not-applicable"}


def said(judged: dict[str, Any], condition: str) -> str:
    """What is said of one condition."""
    return str(next(c["sentence"] for c in judged["conditions"] if c["id"] == condition))


def weak(judged: dict[str, Any], sort: str) -> list[str]:
    """Part C: the sentences of one sort."""
    return [w["sentence"] for w in judged["weaknesses"] if w["sort"] == sort]
