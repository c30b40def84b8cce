"""When a notice counts: by the contract's clause, on proved receipt, and, for court documents only, by the CPR."""

from __future__ import annotations

import json
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from ledger.dates.calendar import OutsideTable, Period, days_from, monday_to_friday
from ledger.serving.court_documents import NotInTheCourtTable, claim_form_served, court_document_served
from ledger.serving.service_clauses import (
    BY,
    MODEL_SERVICES_EXAMPLE,
    NINE_TO_FIVE,
    DayAndHour,
    HardCopy,
    MethodRule,
    ServiceClause,
    ServiceHours,
    ServiceMethod,
)
from ledger.serving.service_of_notices import ReceivedBeforeSent, ServiceWorking, when_counted

ENGLAND = monday_to_friday("england-and-wales")
BEFORE_FIVE = ServiceHours(opens=time(0), closes=time(16, 59), otherwise_at=time(9))


def at(text: str) -> DayAndHour:
    on, _, hour = text.partition(" ")
    return DayAndHour(day=date.fromisoformat(on), hour=time.fromisoformat(hour) if hour else None)


def clause(*rules: MethodRule) -> ServiceClause:
    return ServiceClause(clause="12.4", methods=rules, working_day=ENGLAND)


def counted(worked: ServiceWorking) -> str | None:
    if worked.counts_on is None:
        return None
    return worked.counts_on.isoformat() + (f" {worked.counts_at:%H:%M}" if worked.counts_at is not None else "")


# --- no clause on file -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", list(BY))
def test_without_a_clause_a_notice_counts_on_proved_receipt_whatever_the_day(method: ServiceMethod) -> None:
    worked = when_counted(method, at("2026-04-02 16:50"), at("2026-04-04 11:00"))

    assert (worked.outcome, worked.basis, counted(worked)) == ("counts", "proved-receipt", "2026-04-04 11:00")
    assert (worked.table, worked.skipped) == (None, ())


@pytest.mark.parametrize("method", list(BY))
def test_without_a_clause_and_without_proof_of_receipt_it_does_not_count_yet(method: ServiceMethod) -> None:
    worked = when_counted(method, at("2026-03-02 10:00"))

    assert (worked.outcome, counted(worked)) == ("no-receipt-proved", None)
    assert "no receipt is proved, so it does not count yet" in worked.sentence
    assert "CPR" not in worked.sentence


# --- by the contract's clause ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sent", "counts"),
    [
        ("2026-06-01 10:00", "2026-06-02 09:00"),
        ("2026-06-01 23:30", "2026-06-02 09:00"),
        ("2026-06-05 10:00", "2026-06-08 09:00"),  # Friday
        ("2026-06-06 10:00", "2026-06-08 09:00"),  # Saturday
        ("2026-04-02 16:40", "2026-04-07 09:00"),  # before Easter
        ("2026-12-24 12:00", "2026-12-29 09:00"),  # over Christmas
        ("2026-06-01", "2026-06-02 09:00"),
    ],
)
def test_an_e_mail_counts_at_nine_on_the_first_working_day_after_sending(sent: str, counts: str) -> None:
    worked = when_counted("e-mail", at(sent), None, MODEL_SERVICES_EXAMPLE, "default")

    assert (worked.outcome, worked.basis, counted(worked)) == ("counts", "clause", counts)


@pytest.mark.parametrize("method", ["hand", "signed-for-post"])
@pytest.mark.parametrize(
    ("received", "counts", "why"),
    [
        ("2026-06-01 09:00", "2026-06-01 09:00", None),
        ("2026-06-01 17:00", "2026-06-01 17:00", None),
        ("2026-06-01 17:01", "2026-06-02 09:00", "came after 17:00"),
        ("2026-06-01 08:59", "2026-06-02 09:00", "came before 09:00"),
        ("2026-06-05 18:00", "2026-06-08 09:00", "came after 17:00"),
        ("2026-06-06 11:00", "2026-06-08 09:00", "Saturday"),
        ("2026-04-03 11:00", "2026-04-07 09:00", "bank holiday: Good Friday"),
        (
            "2026-06-01",
            "2026-06-02 09:00",
            "no hour is on file to show that it came between 09:00 and 17:00 on a Working Day",
        ),
    ],
)
def test_a_delivery_counts_at_once_within_the_hours_and_else_at_nine_on_the_next_working_day(
    method: ServiceMethod, received: str, counts: str, why: str | None
) -> None:
    worked = when_counted(method, at("2026-03-02"), at(received), MODEL_SERVICES_EXAMPLE)

    assert counted(worked) == counts
    assert (worked.skipped[0].why if worked.skipped else None) == why
    assert worked.table == "uk-bank-holidays/2026-11"


def test_a_clause_may_let_an_early_delivery_count_the_same_morning() -> None:
    early = ServiceHours(opens=time(9), closes=time(17), otherwise_at=time(9), before_opening="same-day")
    terms = clause(MethodRule(method="courier", counts="on-recorded-delivery", hours=early))

    assert counted(when_counted("courier", at("2026-06-01"), at("2026-06-01 07:15"), terms)) == "2026-06-01 09:00"
    assert counted(when_counted("courier", at("2026-06-01"), at("2026-06-01 19:15"), terms)) == "2026-06-02 09:00"
    assert counted(when_counted("courier", at("2026-06-06"), at("2026-06-06 07:15"), terms)) == "2026-06-08 09:00"


def test_a_clause_may_count_from_sending_within_hours_that_differ_from_the_hour_after() -> None:
    terms = clause(MethodRule(method="portal", counts="on-sending", hours=BEFORE_FIVE))

    assert counted(when_counted("portal", at("2026-06-01 07:15"), None, terms)) == "2026-06-01 07:15"
    assert counted(when_counted("portal", at("2026-06-01 17:00"), None, terms)) == "2026-06-02 09:00"
    assert counted(when_counted("portal", at("2026-05-23 07:15"), None, terms)) == "2026-05-26 09:00"


@pytest.mark.parametrize(
    ("after", "posted", "counts"),
    [
        (Period(count=2, unit="working-days"), "2026-06-04", "2026-06-08"),
        (Period(count=2, unit="working-days", end_hour=time(9)), "2026-06-05", "2026-06-09 09:00"),
        (Period(count=2, unit="calendar-days"), "2026-06-04", "2026-06-06"),
        (Period(count=2, unit="calendar-days", roll="next-working-day"), "2026-06-04", "2026-06-08"),
        (Period(count=3, unit="working-days"), "2026-12-23", "2026-12-30"),
    ],
)
def test_post_counts_a_period_after_posting(after: Period, posted: str, counts: str) -> None:
    terms = clause(MethodRule(method="first-class-post", counts="after-sending", after=after))

    worked = when_counted("first-class-post", at(posted), None, terms)

    assert counted(worked) == counts
    assert (worked.table is not None) == after.turns_on_working_days


def test_a_delivery_that_is_not_proved_does_not_count_yet_under_a_clause_either() -> None:
    worked = when_counted("hand", at("2026-06-01 10:00"), None, MODEL_SERVICES_EXAMPLE)

    assert (worked.outcome, worked.basis, counted(worked)) == ("no-receipt-proved", "clause", None)
    assert "no delivery is proved, so it does not count yet" in worked.sentence


def test_a_method_the_clause_does_not_provide_for_gives_no_date_even_with_receipt_proved() -> None:
    worked = when_counted("fax", at("2026-06-01 10:00"), at("2026-06-01 10:01"), MODEL_SERVICES_EXAMPLE, "default")

    assert (worked.outcome, counted(worked)) == ("method-not-provided-for", None)
    assert worked.sentence == (
        "Clause 43.3 (example) does not provide for a default notice by fax, so no day is given on which it counts."
    )


def test_a_clause_can_keep_one_kind_of_notice_out_of_e_mail() -> None:
    terms = clause(
        MethodRule(method="e-mail", not_for=("termination",), counts="on-sending"),
        MethodRule(method="hand", counts="on-delivery"),
    )

    assert when_counted("e-mail", at("2026-06-01 10:00"), None, terms, "termination").outcome == (
        "method-not-provided-for"
    )
    assert counted(when_counted("e-mail", at("2026-06-01 10:00"), None, terms, "default")) == "2026-06-01 10:00"
    assert counted(when_counted("e-mail", at("2026-06-01 10:00"), None, terms)) == "2026-06-01 10:00"


def test_a_rule_that_names_the_kind_goes_before_the_rule_for_every_kind() -> None:
    slow = MethodRule(
        method="e-mail",
        allowed_for=("termination",),
        counts="after-sending",
        after=Period(count=5, unit="working-days"),
    )
    terms = clause(MethodRule(method="e-mail", counts="on-sending"), slow)

    assert terms.rule_for("e-mail", "termination") is slow
    assert counted(when_counted("e-mail", at("2026-06-01"), None, terms, "termination")) == "2026-06-08"
    assert counted(when_counted("e-mail", at("2026-06-01"), None, terms, "default")) == "2026-06-01"
    assert clause(slow).rule_for("e-mail") is None


def test_a_termination_by_e_mail_is_told_to_need_a_paper_copy_by_a_day() -> None:
    grave = when_counted("e-mail", at("2026-04-02 16:40"), None, MODEL_SERVICES_EXAMPLE, "termination")
    ordinary = when_counted("e-mail", at("2026-04-02 16:40"), None, MODEL_SERVICES_EXAMPLE, "default")

    assert grave.hard_copy_by is not None
    assert grave.hard_copy_by.end == date(2026, 4, 7)
    assert grave.sentence == (
        "By clause 43.3 (example) a notice by e-mail counts at 09:00 on the first Working Day after it is sent: sent "
        "on Thursday 2 April 2026 at 16:40, it counts on Tuesday 7 April 2026 at 09:00; not counted: Friday 3 April "
        "2026 (bank holiday: Good Friday), Monday 6 April 2026 (bank holiday: Easter Monday), 1 Saturday, 1 Sunday; it "
        "is good only if a paper copy goes by hand or by signed-for post by Tuesday 7 April 2026."
    )
    assert ordinary.hard_copy_by is None
    assert "paper copy" not in ordinary.sentence


# --- bad input ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("sent", "received"), [("2026-06-02", "2026-06-01"), ("2026-06-02 10:00", "2026-06-02 09:59")])
def test_a_receipt_before_the_sending_is_refused_with_or_without_a_clause(sent: str, received: str) -> None:
    with pytest.raises(ReceivedBeforeSent, match="should not be earlier than sending"):
        when_counted("hand", at(sent), at(received))
    with pytest.raises(ReceivedBeforeSent):
        when_counted("hand", at(sent), at(received), MODEL_SERVICES_EXAMPLE)


def test_a_notice_outside_the_bank_holiday_table_is_an_error_only_where_the_table_is_needed() -> None:
    with pytest.raises(OutsideTable):
        when_counted("e-mail", at("2031-06-02"), None, MODEL_SERVICES_EXAMPLE)
    assert counted(when_counted("e-mail", at("2031-06-02"), at("2031-06-02"))) == "2031-06-02"


@pytest.mark.parametrize(
    "wrong",
    [
        {"method": "pigeon", "counts": "on-delivery"},
        {"method": "hand", "counts": "when-read"},
        {"method": "e-mail", "counts": "after-sending"},
        {"method": "e-mail", "counts": "on-sending", "after": {"count": 1, "unit": "weeks"}},
        {"method": "e-mail", "counts": "after-sending", "after": {"count": 1, "unit": "weeks", "begins": "with"}},
        {
            "method": "e-mail",
            "counts": "after-sending",
            "after": {"count": 1, "unit": "weeks"},
            "hours": {"opens": "09:00", "closes": "17:00", "otherwise_at": "09:00"},
        },
        {
            "method": "hand",
            "counts": "on-delivery",
            "hours": {"opens": "17:00", "closes": "09:00", "otherwise_at": "09:00"},
        },
    ],
)
def test_a_rule_that_means_nothing_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        MethodRule.model_validate_json(json.dumps(wrong))


def test_a_clause_with_two_rules_for_one_case_is_refused() -> None:
    with pytest.raises(ValidationError, match="one rule for e-mail and every kind"):
        clause(MethodRule(method="e-mail", counts="on-sending"), MethodRule(method="e-mail", counts="on-delivery"))
    with pytest.raises(ValidationError, match="one rule for e-mail and termination"):
        clause(
            MethodRule(method="e-mail", allowed_for=("termination", "default"), counts="on-sending"),
            MethodRule(method="e-mail", allowed_for=("termination",), counts="on-delivery"),
        )


# --- court documents ---------------------------------------------------------------------------------------------

# Monday 1 June 2026 to Sunday 7 June 2026: a week without a bank holiday.


@pytest.mark.parametrize(
    ("step", "served"),
    [
        ("2026-06-01", "2026-06-03"),  # Monday: Wednesday
        ("2026-06-02", "2026-06-04"),  # Tuesday: Thursday
        ("2026-06-03", "2026-06-05"),  # Wednesday: Friday
        ("2026-06-04", "2026-06-08"),  # Thursday: Monday
        ("2026-06-05", "2026-06-09"),  # Friday: Tuesday, both business days being counted after it
        ("2026-06-06", "2026-06-09"),  # Saturday: Tuesday
        ("2026-06-07", "2026-06-09"),  # Sunday: Tuesday
        ("2026-04-02", "2026-04-08"),  # over Easter
        ("2026-12-23", "2026-12-29"),  # over Christmas: 24 and 29 December
    ],
)
@pytest.mark.parametrize("method", ["first-class-post", "dx", "hand", "e-mail", "fax"])
def test_a_claim_form_is_served_on_the_second_business_day_after_the_step(
    method: ServiceMethod, step: str, served: str
) -> None:
    worked = claim_form_served(method, at(step))

    assert (worked.basis, worked.clause, counted(worked)) == ("court-rule", "CPR 6.14", served)


@pytest.mark.parametrize("method", ["first-class-post", "dx"])
@pytest.mark.parametrize(
    ("posted", "served"),
    [
        ("2026-06-01", "2026-06-03"),
        ("2026-06-02", "2026-06-04"),
        ("2026-06-03", "2026-06-05"),
        ("2026-06-04", "2026-06-08"),  # Thursday: Saturday is none, so Monday
        ("2026-06-05", "2026-06-08"),  # Friday: Sunday is none, so Monday
        ("2026-06-06", "2026-06-08"),  # Saturday: Monday is the second day
        ("2026-06-07", "2026-06-09"),
        ("2026-04-01", "2026-04-07"),  # the second day is Good Friday
    ],
)
def test_a_document_posted_is_served_on_the_second_day_or_the_next_business_day(
    method: ServiceMethod, posted: str, served: str
) -> None:
    assert counted(court_document_served(method, at(posted))) == served


@pytest.mark.parametrize("method", ["hand", "courier", "fax", "e-mail", "portal"])
@pytest.mark.parametrize(
    ("step", "served"),
    [
        ("2026-06-01 16:29", "2026-06-01"),
        ("2026-06-01 16:30", "2026-06-02"),
        ("2026-06-02 00:10", "2026-06-02"),
        ("2026-06-05 16:29", "2026-06-05"),
        ("2026-06-05 17:00", "2026-06-08"),
        ("2026-06-06 10:00", "2026-06-08"),
        ("2026-06-07 10:00", "2026-06-08"),
        ("2026-04-02 16:45", "2026-04-07"),
        ("2026-06-01", "2026-06-02"),  # no hour on file to show it was before half past four
    ],
)
def test_a_document_delivered_or_sent_is_served_the_same_business_day_before_half_past_four(
    method: ServiceMethod, step: str, served: str
) -> None:
    assert counted(court_document_served(method, at(step))) == served


def test_the_court_rules_mention_consent_to_e_mail_and_fax_and_know_no_signed_for_post() -> None:
    assert "PD 6A para 4.1" in court_document_served("e-mail", at("2026-06-01 10:00")).sentence
    assert "PD 6A" not in court_document_served("hand", at("2026-06-01 10:00")).sentence
    with pytest.raises(NotInTheCourtTable, match="given as first-class-post"):
        claim_form_served("signed-for-post", at("2026-06-01"))
    with pytest.raises(NotInTheCourtTable):
        court_document_served("signed-for-post", at("2026-06-01"))


# --- properties --------------------------------------------------------------------------------------------------

MOMENTS = st.builds(
    DayAndHour,
    day=st.dates(date(2013, 1, 1), date(2027, 6, 30)),
    hour=st.none() | st.times().map(lambda hour: hour.replace(second=0, microsecond=0)),
)
RULES = st.sampled_from(
    [
        *MODEL_SERVICES_EXAMPLE.methods,
        MethodRule(method="portal", counts="on-sending", hours=BEFORE_FIVE),
        MethodRule(
            method="first-class-post",
            counts="after-sending",
            after=Period(count=2, unit="calendar-days", roll="next-working-day"),
            hard_copy=HardCopy(methods=("hand",), within=Period(count=1, unit="weeks")),
        ),
        MethodRule(method="courier", counts="on-delivery", hours=NINE_TO_FIVE),
        MethodRule(method="dx", counts="on-delivery"),
    ]
)


@given(RULES, MOMENTS, st.integers(0, 30), st.sampled_from([None, "default", "termination"]))
def test_a_notice_never_counts_before_it_was_sent_and_every_day_between_has_its_reason(
    rule: MethodRule, sent: DayAndHour, days_on_the_way: int, kind: str | None
) -> None:
    received = DayAndHour(day=date.fromordinal(sent.day.toordinal() + days_on_the_way), hour=sent.hour)

    worked = when_counted(rule.method, sent, received, clause(rule), kind)

    assert worked.counts_on is not None
    assert worked.counts_on >= sent.day
    reached = sent.day if rule.counts in {"on-sending", "after-sending"} else received.day
    skipped = {skip.day for skip in worked.skipped}
    assert skipped <= set(days_from(reached, worked.counts_on))
    assert all(skip.why for skip in worked.skipped)
    if rule.hours is not None:
        assert sorted(skipped) == [on for on in days_from(reached, worked.counts_on) if on != worked.counts_on]
        assert ENGLAND.closed_because(worked.counts_on) is None


@given(RULES, MOMENTS, st.none() | st.integers(0, 30), st.sampled_from([None, "termination"]), st.booleans())
def test_a_working_of_service_reads_back_from_its_json_as_it_was(
    rule: MethodRule, sent: DayAndHour, days_on_the_way: int | None, kind: str | None, without_none: bool
) -> None:
    received = None
    if days_on_the_way is not None:
        received = DayAndHour(day=date.fromordinal(sent.day.toordinal() + days_on_the_way), hour=sent.hour)
    by_clause = when_counted(rule.method, sent, received, clause(rule), kind)

    for worked in (by_clause, when_counted(rule.method, sent, received), claim_form_served("hand", sent)):
        assert ServiceWorking.model_validate_json(worked.model_dump_json(exclude_none=without_none)) == worked


@given(MOMENTS, st.integers(0, 40))
def test_a_document_sent_later_is_never_served_earlier(step: DayAndHour, days: int) -> None:
    later = DayAndHour(day=date.fromordinal(step.day.toordinal() + days), hour=step.hour)

    for method in ("first-class-post", "e-mail"):
        first, second = (court_document_served(method, each).counts_on for each in (step, later))
        assert first is not None
        assert second is not None
        assert first <= second


def test_the_json_of_a_working_of_service_is_the_recorded_format() -> None:
    terms = clause(MethodRule(method="hand", counts="on-delivery", hours=NINE_TO_FIVE))

    worked = when_counted("hand", at("2026-06-05 17:10"), at("2026-06-05 17:20"), terms, "default")

    assert worked.model_dump(mode="json", exclude_none=True) == {
        "outcome": "counts",
        "basis": "clause",
        "rule": "a notice by hand counts when it is proved to have been delivered, if that is between 09:00 and 17:00 "
        "on a Working Day; otherwise at 09:00 on the next Working Day",
        "clause": "12.4",
        "method": "hand",
        "kind": "default",
        "sent": {"day": "2026-06-05", "hour": "17:10:00"},
        "received": {"day": "2026-06-05", "hour": "17:20:00"},
        "method_rule": {
            "method": "hand",
            "not_for": [],
            "counts": "on-delivery",
            "hours": {
                "opens": "09:00:00",
                "closes": "17:00:00",
                "otherwise_at": "09:00:00",
                "before_opening": "next-working-day",
            },
        },
        "working_day": {
            "country": "england-and-wales",
            "table": "uk-bank-holidays/2026-11",
            "weekdays": ["monday", "tuesday", "wednesday", "thursday", "friday"],
            "closed": [],
        },
        "table": "uk-bank-holidays/2026-11",
        "counts_on": "2026-06-08",
        "counts_at": "09:00:00",
        "skipped": [
            {"day": "2026-06-05", "why": "came after 17:00"},
            {"day": "2026-06-06", "why": "Saturday"},
            {"day": "2026-06-07", "why": "Sunday"},
        ],
        "sentence": "By clause 12.4 a notice by hand counts when it is proved to have been delivered, if that is "
        "between 09:00 and 17:00 on a Working Day; otherwise at 09:00 on the next Working Day: sent on Friday 5 June "
        "2026 at 17:10 and received on Friday 5 June 2026 at 17:20, it counts on Monday 8 June 2026 at 09:00; not "
        "counted: Friday 5 June 2026 (came after 17:00), 1 Saturday, 1 Sunday.",
    }
