"""Beside what says that results were given to the provider: which were corrected since (HCC-2.1-f, docs/adr/0433)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from ledger.entry import Entry
from ledger.subjects.agreement import ContractRegistered
from ledger.subjects.performance import PerformanceAssessed, PerformanceResultsShared
from ledger.subjects.records import CorrectionConfirmed, EntryCorrected
from ledger.words import Said
from projections.monitoring.given_again import corrected_since
from projections.view import FileView
from tests.story import CLERK, COLLEAGUE, PIA, changed, given

REGISTERED = ContractRegistered(happened_on=date(2025, 1, 6), reference="C-1", title="Rounds")
JUDGED = PerformanceAssessed(happened_on=date(2025, 4, 7), judgement="met", target="95", actual="96")
GIVEN = PerformanceResultsShared(
    happened_on=date(2025, 4, 9), assessments=("ASM-001", "ASM-002"), shared_with=(PIA,), means="e-mail"
)
WRONG = EntryCorrected(
    happened_on=date(2025, 4, 20), position=2, reason=Said("Miscounted"),
    replacement=changed(JUDGED, judgement="not-met", actual="90"),
)  # fmt: skip
CONFIRMED = CorrectionConfirmed(happened_on=date(2025, 4, 24), position=5)


def beside(*entries: Entry, position: int = 4) -> list[tuple[str, tuple[int, ...]]]:
    story = given(REGISTERED, JUDGED, JUDGED, GIVEN)
    for one in entries:
        story = story.when(one, account=COLLEAGUE if isinstance(one, CorrectionConfirmed) else CLERK).recorded()
    return [(one.says, one.entries) for one in corrected_since(FileView.of(UUID(int=1), story.file, {}), position)]


def test_what_gave_a_result_says_that_it_was_corrected_since_and_whether_it_was_given_again() -> None:
    """HCC-2.1-f: of each result by itself; a correction that waits for a second person is none yet."""
    told = "ASM-001 was corrected since by entry 5: by this it was told as 96, target 95: met; it is"
    again = changed(GIVEN, happened_on=date(2025, 4, 28))

    assert beside() == beside(WRONG) == []
    assert beside(WRONG, CONFIRMED) == [(f"{told} still to be given again", (2, 5))]
    assert beside(WRONG, CONFIRMED, again) == [(f"{told} given again on 28 April 2025", (2, 5))]
    assert beside(WRONG, CONFIRMED, again, position=7) == beside(WRONG, CONFIRMED, position=2) == []
    words = changed(WRONG, replacement=changed(JUDGED, words=Said("Counted by hand")))
    assert beside(words, CONFIRMED) == []
