"""A procedure as a document to be read and not written in: a PDF that bears its version and the SHA-256 of its rules.

Drawn with typst from the procedure's words alone, which go to it as JSON and are never read as markup. The same
procedure, as it was adopted, always gives the same bytes (TVP-DC-5).
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import typst

from projections.procedure.adopted import VersionShown
from projections.procedure.procedure_words import ProcedureInWords

FORM = Path(__file__).with_name("procedure_paper.typ")


def paper(words: ProcedureInWords, sha256: str, version: VersionShown | None) -> bytes:
    """Return a procedure as a PDF; `version`: as the authority's file has it, None where it was never adopted."""
    facts = [("Procedure", words.ref), ("SHA-256 of its rules", sha256), ("Owned by", words.owner)]
    said: dict[str, Any] = {
        "title": version.title if version else words.title, "authority": words.authority,
        "facts": [*facts, *(_adoption(version) if version else [("Adopted", "not on the authority's file")])],
        "governing": [
            " ".join(part for part in (one.title, one.version, f"of {one.dated:%-d %B %Y}" if one.dated else None,
                                       f"SHA-256 {one.document_sha256}" if one.document_sha256 else None) if part)
            for one in (version.governing_documents if version else ())
        ],
        "tables": list(_tables(words)),
    }  # fmt: skip
    made = typst.compile(
        FORM, format="pdf", ignore_system_fonts=True, sys_inputs={"procedure": json.dumps(said, ensure_ascii=False)},
        timestamp=datetime.combine(version.since if version else date(2000, 1, 1), time(12), tzinfo=UTC),
    )  # fmt: skip
    assert isinstance(made, bytes)
    return made


def _adoption(version: VersionShown) -> list[tuple[str, str]]:
    held = (
        ("Version of the document", version.document_version), ("Authors", ", ".join(version.authors)),
        ("Status", version.status), ("Section", version.section), ("Master copy", version.master_copy),
        ("Authorised by", version.authorising_body), ("Authorised on", _day(version.authorised_on)),
        ("In force since", _day(version.since)), ("In force until", _until(version)),
        ("Not authorised", version.not_authorised),
        ("Last reviewed", _day(version.last_reviewed_on)),
        ("SHA-256 of the rules adopted", version.rules_sha256), ("What changed", version.changes),
        ("Why it was amended", version.reason), ("Prompted by", version.prompted_by),
    )  # fmt: skip
    return [(name, value) for name, value in held if value]


def _until(version: VersionShown) -> str | None:
    if version.followed_by is None:
        return None
    return f"{_day(version.until) or 'never'}; {version.followed_by} took its place"


def _day(on: date | None) -> str | None:
    return f"{on:%-d %B %Y}" if on else None


def _tables(words: ProcedureInWords) -> list[dict[str, Any]]:
    rules = [
        (rule.sentence, rule.means + (f", by {' or '.join(rule.authorised_by)}" if rule.authorised_by else ""),
         rule.note, rule.citation)
        for rule in words.rules
    ]  # fmt: skip
    numbers = [
        (one.words, one.says, ("" if one.stated else "Not stated by the text. ") + one.note, one.citation)
        for one in words.settings
    ]
    offices = [(one.title, ", ".join(one.also_called), one.note, one.citation) for one in words.offices]
    meetings = [(one.title, one.often, ", ".join(one.agenda), one.citation) for one in words.meetings]
    conditions = [
        (f"{one.id} {one.title}", f"{one.force}{', absolute' if one.absolute else ''}" if one.applies else "not asked",
         one.note, one.citation)
        for one in words.conditions
    ]  # fmt: skip
    others = [(one.table.replace("-", " "), one.words, one.note, one.citation) for one in
              (*words.escalation, *words.others)]  # fmt: skip
    heads = (
        ("Rules", ("Rule", "Where it is not kept", "Note", "Cites"), rules),
        ("Numbers", ("Number", "Value", "Note", "Cites"), numbers),
        ("Offices", ("Office", "Also called", "Note", "Cites"), offices),
        ("Meetings", ("Meeting", "How often", "What it covers", "Cites"), meetings),
        ("Conditions before an early end", ("Condition", "Force", "Note", "Cites"), conditions),
        ("Everything else", ("Table", "Row", "Note", "Cites"), others),
    )
    return [{"title": title, "head": head, "rows": rows} for title, head, rows in heads if rows]
