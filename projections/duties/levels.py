"""The duty to deal with the provider at several levels of both organisations (TVP-2.0-4, docs/adr/0520)."""

from __future__ import annotations

from collections.abc import Iterator

from projections.duties.duty import LEAD, Duty, duty
from projections.view import FileView

RULE = "provider-contact.says-its-level"
"""What a procedure has that has a provider dealt with at several levels."""
BETWEEN_THEM = ("to-provider", "from-provider")


def levels(view: FileView) -> Iterator[Duty]:
    """Yield, once the service runs, the duty to name whom of the provider is dealt with at another level, where what is
    on file is of one level or of none: people of the provider in place, contacts with it. Pure; whatever the day."""
    row, since = view.procedure.rule_rows.get(RULE), view.file.agreement.commenced_on
    if row is None or row.level == "off" or since is None:
        return
    named = [(one.level, one.position) for terms in view.file.people.terms.values() for one in terms
             if one.office.startswith("provider-") and one.until is None]  # fmt: skip
    had = [(one.level, one.position) for one in view.file.contacts.by_id.values() if one.direction in BETWEEN_THEM]
    found = {level: position for level, position in (*had, *named) if level is not None}
    if len(found) > 1:
        return
    on_file = f"all that is on file is of the {', '.join(found)} level" if found else "nothing on file is of any"
    nobody = "" if named else ", and nobody of the provider is named"
    yield duty(
        view, "provider-levels",
        f"Name whom of the provider is dealt with at {'another level' if found else 'which levels'}: {on_file}{nobody}",
        office=LEAD, since=since, citation="TVP-2.0-4", opened_by=tuple(found.values()),
    )  # fmt: skip


__all__ = ["levels"]
