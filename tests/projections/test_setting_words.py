"""What each number of a procedure or a law is for, in words."""

from __future__ import annotations

from ledger.procedures import procedures, read
from ledger.procedures.folder import LAWS
from ledger.procedures.laws import law
from projections.procedure.law_words import law_in_words
from projections.procedure.procedure_words import procedure_in_words
from projections.procedure.setting_words import SETTING_WORDS, setting_in_words


def test_every_number_that_comes_with_cleartrail_is_named_in_words_and_no_other_is() -> None:
    rows = [row for name in procedures() for row in read(name).settings]
    rows += [row for name in LAWS for row in law(name).settings]

    assert {row.id for row in rows} == set(SETTING_WORDS), "say in procedure/setting_words.py what each is for"


def test_a_number_of_an_authoritys_own_is_called_by_its_id() -> None:
    assert setting_in_words("bins.emptied-every") == "Bins: emptied every"


def test_the_words_stand_in_the_procedure_and_in_the_law() -> None:
    told = {row.id: (row.words, row.says) for row in procedure_in_words(read("hampshire")).settings}
    act = {row.id: (row.words, row.says) for row in law_in_words(law("procurement-act-2023")).settings}

    assert told["issue.notify-within"] == ("A failing is put to the provider within", "5 days")
    assert act["act.change-percent"] == (
        "Without a notice, services or goods change by no more than, of the value", "10 percent",
    )  # fmt: skip
