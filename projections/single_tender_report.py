"""The report that asks for authority to negotiate a single tender, drafted from what the file shows (HCC-A4-b).

A template for whoever drafts it: each heading with what is on file, and in [square brackets] what is still to be said.
"""

from __future__ import annotations

from datetime import date

from ledger.entry import Frozen
from ledger.single_tenders import standing
from ledger.subjects.procurement import (
    ProcurementOptionSelected,
    SingleTenderAuthorisationDecided,
    SingleTenderAuthorisationRequested,
)
from ledger.subjects.records import ConsultationRecorded, DocumentFiled, EntrySupplemented
from projections.failings.trail import spoken
from projections.view import FileView


class HeadingOfReport(Frozen):
    """One heading of the report."""

    title: str
    text: str
    """What is on file, else what is to be said, in [square brackets]."""
    position: int | None = None
    """The entry it is from."""


def single_tender_report(view: FileView, on: date) -> tuple[HeadingOfReport, ...]:
    """Return the headings of the report, as the file stands on a day; none where no single tender is in point. Pure."""
    file, bought = view.file, view.file.procurement
    asked = [r for r in file.of(SingleTenderAuthorisationRequested) if r.entry.happened_on <= on]
    if bought.route(on) != "single-tender" and not asked:
        return ()
    said = asked[-1].entry if asked else None
    assert said is None or isinstance(said, SingleTenderAuthorisationRequested)
    at = asked[-1].position if asked else None
    need = bought.need if bought.need and bought.need.happened_on <= on else None
    chosen = [one for one in bought.routes if one[0] <= on]
    alone = [(route, position) for _, route, position in chosen if route.option == "single-tender"]
    route, routed = alone[-1] if alone else (None, None)
    held = bought.single_tenders.get(asked[-1].given_id or "") if asked else None
    decided = [one for one in held.decided if one[0] <= on] if held else []
    over = _over(chosen[-1] if chosen else None, standing(file, held, on, view.procedure) if held else None)
    provider = str(said.provider) if said and said.provider else ""
    needed = bought.need_position if need else None
    to = view.say(said.addressed_to, on) if said and said.addressed_to else ""
    return (
        _heading("To", to, at, f"one of: {_entitled(view)}"),
        _heading("What is needed", _need(view), needed, "the service, for whom and why"),
        _heading(
            "Value and time",
            "; ".join(
                part for part in (
                    f"{need.estimated_value} over its whole length" if need and need.estimated_value else "",
                    f"from {spoken(need.needed_from)}" if need and need.needed_from else "",
                ) if part
            ),
            needed, "what it costs over its whole length, and from when",
        ),
        _heading("Provider", provider, at, "who is to be negotiated with"),
        _heading("Why no competition", view.say(route.reasons) if route else "", routed, "why one provider alone"),
        _case(view, on, said, tuple(one for one in (at, *(position for _, position in reversed(alone))) if one)),
        _heading("Who was consulted", _consulted(view, on), None, "support officer and finance (HCC-A3-a)"),
        *(
            _heading("What was decided", f"{decision.capitalize()} on {spoken(day)}", position, "")
            for day, decision, position in decided
        ),
        _heading("What is asked", *over, "") if over else _heading(
            "What is asked", f"Authority to negotiate with {provider} alone" if provider else "", at,
            "authority to negotiate with the provider alone, on what conditions",
        ),
    )  # fmt: skip


def _case(
    view: FileView, on: date, said: SingleTenderAuthorisationRequested | None, of: tuple[int, ...]
) -> HeadingOfReport:
    """The facts and the case: as stated with the request, else what was added to it or to the choice of this route, or
    filed as belonging to one of them: with what supplies the case the duty to supply it is done (HCC-A4-a)."""
    records = view.file.records
    stated = view.say(said.supporting_statement) if said else ""
    added = (r for p in of for n in records.supplements.get(p, ()) if (r := view.file.at(n)) is not None)
    papers = (r for r in view.file.of(DocumentFiled) if isinstance(r.entry, DocumentFiled) and r.entry.is_there)
    supplied = [
        *((view.say(r.entry.words), r) for r in added if isinstance(r.entry, EntrySupplemented)),
        *(
            (r.entry.title, r) for r in papers
            if isinstance(r.entry, DocumentFiled) and set(of) & set(r.entry.belongs_to)
        ),
    ]  # fmt: skip
    there = [(words, r) for words, r in supplied if r.entry.happened_on <= on]
    text = stated or "; ".join(f"{words.rstrip('.')} (entry {r.position})" for words, r in there)
    position = of[0] if stated else there[0][1].position if there else None
    return _heading("Facts and case", text, position, "the statement of whoever manages the service (HCC-A4-a)")


def _over(
    chosen: tuple[date, ProcurementOptionSelected, int] | None, decided: tuple[date, str, int] | None
) -> tuple[str, int] | None:
    """Why nothing is asked any more, and by which entry: another route was chosen, or it was refused and not chosen
    again since; None where it is asked."""
    if chosen is not None and chosen[1].option != "single-tender":
        return f"Nothing any more: {chosen[1].option} was chosen on {spoken(chosen[0])}", chosen[2]
    if decided is None or decided[1] != "refused" or (chosen is not None and (chosen[0], chosen[2]) > decided[::2]):
        return None
    return f"Nothing any more: it was refused on {spoken(decided[0])}", decided[2]


def _heading(title: str, text: str, position: int | None, wanted: str) -> HeadingOfReport:
    return HeadingOfReport(title=title, text=text or f"[{wanted}]", position=position if text else None)


def _need(view: FileView) -> str:
    need = view.file.procurement.need
    return "" if need is None else "; ".join(part for part in (need.title, view.say(need.need)) if part)


def _entitled(view: FileView) -> str:
    """Who may decide, by the procedure's division of work (the text does not say which of them for which value)."""
    of_deciding = str(SingleTenderAuthorisationDecided.model_fields["kind"].default).partition("/")[0]
    return ", ".join(
        view.procedure.office_title(office)
        for part in view.procedure.work if of_deciding in part.recorded_as for office in part.offices
    ) or "those the procedure entitles"  # fmt: skip


def _consulted(view: FileView, on: date) -> str:
    found = (r.entry for r in view.file.of(ConsultationRecorded) if r.entry.happened_on <= on)
    return "; ".join(
        f"{view.procedure.person_in_office(entry.consulted)} on {spoken(entry.happened_on)}"
        for entry in found if isinstance(entry, ConsultationRecorded) and entry.subject == "procurement"
    )  # fmt: skip
