"""What contradicts a file whatever the kind of entry: the rules of the record itself, apart from any procedure."""

from __future__ import annotations

import re

from ledger.refusals import Refused
from ledger.rules import Objection

SENTENCES = {
    "entry.names-what-is-on-file": "An entry names only what is on its own file.",
    "entry.names-what-was-there": "An entry rests on nothing that came only after it.",
    "entry.names-what-is-elsewhere": "An entry refers to what is on another file only where it is there.",
    "entry.on-its-file": "An entry is recorded on the kind of file it belongs to.",
    "file.is-open": "A file is opened before anything is recorded on it.",
    "file.opened-once": "A file is opened once.",
    "file.named-apart": "No two files go by references that differ only in case.",
    "file.reference": "A file is opened under its own reference.",
    "correction.of-an-entry": "A correction names an entry in force, and replaces it with one of the same kind.",
    "correction.leaves-marks-and-actor": "A correction changes no marks, nor who did it, but of what opened a file.",
    "correction.not-of-the-other-party": "What the other party entered is answered, never struck out or corrected.",
    "correction.leaves-nothing-hanging": "After a correction every other entry still stands.",
    "correction.confirmed-by-another": "A correction that waits is confirmed by a second person.",
    "erasure.stands": "What was erased or disposed of is gone: the entry that says so is not taken back.",
    "erasure.gives-reasons": "Where words are erased otherwise than procedure asks, the reason is given with it.",
    "erasure.of-one-person": "What is said to be everything of one person is that, and nothing of another.",
    "departure.acknowledged-as-found": "A departure is acknowledged only where it was found.",
    "departure.from-a-rule-there-is": "Only a departure from a rule there is can be authorised.",
    "departure.authorisation-fits": "The authorisation cited is for the rule departed from.",
}
_AT_A_FIELD = re.compile(r"([a-z_]+(?:\.[a-z_0-9]+)*): ")


def contradiction(rule: str, found: str, number: int = 0) -> Objection:
    """Return the objection of one of these rules; `found` may begin with the field it is about and a colon."""
    at = _AT_A_FIELD.match(found)
    return Objection(
        rule=rule,
        level="contradiction",
        citation="HCC-2.1-g",
        sentence=SENTENCES[rule],
        found=found,
        field=at[1] if at else None,
        entry=number,
    )


def refused(rule: str, found: str, number: int = 0) -> Refused:
    """Return the refusal of one contradiction, to be raised."""
    return Refused([contradiction(rule, found, number)])
