"""The entries a release makes on a contract's file: registration, corrections, variations, how it went, its end."""

from __future__ import annotations

from typing import Any

from api.imports.correcting import correct
from api.imports.ending import buyer_of, record_end
from api.imports.plan import Plan, Step
from api.imports.registration import exhibit_of, registered, source_of, title_of
from api.imports.said import Rating
from api.imports.varying import propose, vary_all
from api.imports.written import Desk, Written
from ledger.names import every
from ledger.subjects.performance import PerformanceAssessed, Span
from ledger.subjects.records import DocumentFiled, NoteMade
from ledger.words import Said

_JUDGEMENTS = {"met": "met", "slightlyBelow": "not-met", "below": "not-met", "significantlyBelow": "not-met"}


def write(desk: Desk, step: Step, before: Plan, after: Plan) -> Written:
    """Return what goes on file for a release: `before` is what the releases on file came to, `after` with this one."""
    written = Written(decide=[*step.decide, *desk.doubts])
    position = desk.file.position if desk.file else 0
    if desk.file is None:
        written.entries.append(registered(after, desk.reference, desk.authority))
        written.taken.append("opened")
        position += 1
    written.entries.append(_filed(step))
    filed_at = position + 1
    if desk.file is not None:
        correct(desk, step, before, after, written)
    for amendment in step.proposed:
        if (amendment.id, True) not in before.amendments:
            propose(step, amendment, written)
    vary_all(desk, step, before, after, written)
    _agreed(step, before, filed_at, written)
    ratings = [rating for rating in step.ratings if rating.key not in before.rated]
    for rating in ratings:
        written.entries.append(_assessed(step, rating, filed_at))
    if ratings:
        by = [entry.judgement for entry in written.entries if isinstance(entry, PerformanceAssessed)]
        count = ", ".join(f"{by.count(each)} {each}" for each in dict.fromkeys(by))
        written.taken.append(f"{len(by)} assessments ({count})" if len(by) > 1 else f"1 assessment ({count})")
    if before.over is None:
        record_end(desk, step, after, written)
    if written.decide:
        written.entries.append(_question(step, written.decide, filed_at))
    if not written.taken:
        written.taken.append("notice filed; no term of the file changed")
    return written


def _filed(step: Step) -> DocumentFiled:
    said = step.said
    return DocumentFiled(
        happened_on=said.release.day, document=exhibit_of(said), title=title_of(said), document_kind="source-notice",
        dated=said.release.day, electronic_location=said.address, source=source_of(said.release.id), audience="shared",
    )  # fmt: skip


def _agreed(step: Step, before: Plan, filed_at: int, written: Written) -> None:
    metrics = [metric for metric in step.agreed_metrics if before.metrics.get(metric.id) != metric]
    if not metrics:
        return
    lines = [
        f"{metric.id}. {metric.title}"
        + (f", {every(metric.every_months, 'month')}" if metric.every_months else "")
        + (f": {metric.words}" if metric.words else "")
        for metric in metrics
    ]
    said = step.said
    words = f"Performance indicators agreed, as the {title_of(said)} gives them.\n" + "\n".join(lines)
    written.entries.append(
        NoteMade(
            happened_on=said.release.day, words=Said(words[:20_000]), concerns=(filed_at,), audience="shared",
            source=source_of(said.release.id, "agreed metrics"),
        )
    )  # fmt: skip
    written.taken.append(f"{len(metrics)} agreed indicators noted")


def _assessed(step: Step, rating: Rating, filed_at: int) -> PerformanceAssessed:
    said = step.said
    last = rating.last if rating.last and rating.last <= said.release.day else None
    period = Span(first=rating.first, last=last) if rating.first and last and rating.first <= last else None
    words = ". ".join(part.rstrip(".") for part in (rating.description or rating.rating, rating.notes) if part) + "."
    judgement: Any = _JUDGEMENTS.get(rating.rating, "not-measurable")
    return PerformanceAssessed(
        happened_on=said.release.day, period=period, indicator=rating.title, judgement=judgement,
        evidence=(filed_at,), words=Said(words[:20_000]), by=buyer_of(step), audience="shared",
        source=source_of(said.release.id, f"metric {rating.metric}, {rating.observation}"),
        exhibits=(exhibit_of(said),),
    )  # fmt: skip


def _question(step: Step, decide: list[str], filed_at: int) -> NoteMade:
    said = step.said
    words = f"For a person to decide, from the {title_of(said)} of {said.release.day:%-d %B %Y}: " + " — ".join(decide)
    return NoteMade(
        happened_on=said.release.day, words=Said(words[:20_000]), concerns=(filed_at,),
        source=source_of(said.release.id, "to decide"),
    )  # fmt: skip
