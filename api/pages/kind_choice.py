"""Choosing what to record: the kinds of entry by subject, each with the sentence that says what it records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from api.access import (
    BY_ISSUING,
    DELEGATE_MAY,
    ERASE,
    LIFT,
    MANAGERS_DECIDE,
    OF_ONESELF,
    ON_THE_AUTHORITY_FILE,
    PROVIDER_MAY,
    RECLASSIFY,
)
from api.kind_schemas import schema_of
from api.people import Person
from api.record import RECORDED_ON
from ledger.entry import Entry
from ledger.file_names import Sort
from ledger.kinds import BY_NAME, subject_of

SUBJECTS: Mapping[str, str] = {
    "issues": "Issues", "meetings": "Meetings, actions and contacts", "actions": "Meetings, actions and contacts",
    "contacts": "Meetings, actions and contacts", "performance": "Performance", "feedback": "Performance",
    "assurance": "Audits and checklist", "risks": "Risks", "money": "Budget and value for money",
    "notices": "Notices", "default_process": "Default and improvement", "disputes": "Disputes",
    "remedies": "Points, credits, suspension and relief", "payments": "Payments and orders", "variations": "Variations",
    "procurement": "Buying: from the need to the contract",
    "regulation": "Procurement law and what it has published",
    "people": "People", "terms": "What the contract says", "agreement": "The contract and its stages",
    "reviews": "Review, renewal and extension", "termination": "Ending the contract",
    "exits": "The end, and handing over", "lessons": "Looking back, and lessons",
    "outcomes": "Outcomes wanted and reached", "design": "The form of the contract",
    "implementation": "The implementation plan", "resources": "Resources",
    "evaluation": "Feedback asked for, evaluation",
    "tiers": "Tier, scorecard and reviews by theme", "programme": "The improvement programme",
    "provider": "The provider",
    "knowledge": "Knowledge, training and staff as a body",
    "adoption": "The procedure: adopted, reviewed, known",
    "retention": "Keeping, holding, erasing",
    "records": "Notes, documents, corrections and authority", "checkpoints": "The log and its key",
}  # fmt: skip
"""Every subject, in the order a person looks for them, and what it is called."""
COMMON = (
    "note-made", "issue-raised", "issue-notified-to-provider", "meeting-held", "meeting-minutes-recorded",
    "contact-logged", "performance-assessed", "document-filed", "notice-served",
)  # fmt: skip
"""What is recorded most often."""


@dataclass(frozen=True)
class Choice:
    """One kind of entry to choose."""

    name: str
    heading: str
    sentence: str


def choice(name: str) -> Choice:
    """Return a kind as it is offered."""
    kind = BY_NAME[name]
    return Choice(name, kind.heading(), " ".join((kind.__doc__ or "").split()))


def open_to(person: Person, sort: Sort = "contract") -> tuple[str, ...]:
    """Return the kinds this person records on a file of that sort that is open already."""
    if person.is_provider:
        return tuple(PROVIDER_MAY)
    if person.has("delegate"):
        return DELEGATE_MAY
    if sort == "authority" and not person.has(*ON_THE_AUTHORITY_FILE):
        return OF_ONESELF
    names = (name for name in RECORDED_ON[sort] if not BY_NAME[name].opens)
    return tuple(
        name for name in names
        if name != BY_ISSUING
        and (name != "entry-reclassified" or person.has(*RECLASSIFY))
        and (name != "hold-lifted" or person.has(*LIFT))
        and (name not in ("words-erased", "file-disposed") or person.has(*ERASE))
        and (name not in MANAGERS_DECIDE or not person.only_supports)
    )  # fmt: skip


def grouped(names: Iterable[str], words: str = "") -> dict[str, list[Choice]]:
    """Return subject -> its kinds whose heading or sentence has all the words, in order.

    Where none has, those are returned whose fields, or what these offer, have them: a letter is a way of telling.
    """
    wanted, offered = _plain(words).split(), [choice(name) for name in names]
    found = [one for one in offered if all(word in _said(one) for word in wanted)]
    found = found or [one for one in offered if all(word in _said(one) + _asked(one.name) for word in wanted)]
    groups: dict[str, list[Choice]] = {title: [] for title in SUBJECTS.values()}
    for one in found:
        groups[SUBJECTS[subject_of(BY_NAME[one.name])]].append(one)
    return {title: choices for title, choices in groups.items() if choices}


def _said(offered: Choice) -> str:
    return _plain(f"{offered.name} {offered.heading} {offered.sentence}")


@cache
def _asked(name: str) -> str:
    """What a kind's own fields are called, what they ask for and what they offer."""
    schema = schema_of(name)
    parts = {field: part for field, part in schema["properties"].items() if field not in Entry.model_fields}
    offered = [part["enum"] for part in schema.get("$defs", {}).values() if "enum" in part]
    asked = [(field, part.get("description"), part.get("enum")) for field, part in parts.items()]
    return _plain(f"{asked} {offered}")


def _plain(text: str) -> str:
    """Text to be looked through: e-mail is found as email."""
    return text.casefold().replace("-", "")
