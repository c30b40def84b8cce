"""Stories of options to extend, and of decisions that do not say on which of them."""

from datetime import date

from ledger.extension_options import options_undecided
from ledger.subjects.agreement import Extension
from ledger.subjects.reviews import ExtensionDecided
from tests.story import changed, given
from tests.subjects.test_reviews import REGISTERED

CONTRACT = changed(REGISTERED, extensions=(Extension(id="A", months=12), Extension(id="B", months=6)))
REFUSED = ExtensionDecided(happened_on=date(2025, 6, 2), taken=False)
TAKEN = ExtensionDecided(happened_on=date(2025, 9, 1), option="A", taken=True)


def test_what_a_refusal_is_of_that_names_no_option_is_not_changed_by_what_is_decided_later() -> None:
    """TVP-3.0-10, docs/adr/0500: A was refused and then used after all; on B nothing was decided."""
    after_all = given(CONTRACT, REFUSED, TAKEN)

    for story in (given(CONTRACT, REFUSED), after_all):
        assert [option.id for option in options_undecided(story.file)] == ["B"]
    on = date(2027, 2, 4)
    late = after_all.when(ExtensionDecided(happened_on=on, option="B", taken=True), today=date(2027, 3, 1))
    assert late.departs_from("extension.while-it-can-be-taken-up").file.end_date(on) == date(2027, 7, 31)
    assert late.last is not None
    assert "nothing is left to extend" not in "; ".join(one.found for one in late.last.departures)


def test_a_decision_that_names_no_option_is_of_the_first_undecided_by_then() -> None:
    """TVP-3.0-10: also where that one is named again; once all are decided it may be any."""
    again = changed(REFUSED, option="a", happened_on=date(2025, 7, 1))

    assert [option.id for option in options_undecided(given(CONTRACT, REFUSED, again).file)] == ["B"]
    assert options_undecided(given(CONTRACT, again, changed(REFUSED, happened_on=date(2025, 8, 1))).file) == []
    assert options_undecided(given(CONTRACT, REFUSED, REFUSED, REFUSED).file) == []
