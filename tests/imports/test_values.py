from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.imports.exact_json import Unreadable, exact
from api.imports.parties import Parties
from api.imports.values import Reader, Unacceptable, moment


def money(literal: str, currency: str = "GBP") -> int | None:
    value = exact(f'{{"amount": {literal}, "currency": "{currency}"}}'.encode())
    found = Reader().money(value, "/value")
    return found.pence if found else None


@pytest.mark.parametrize(
    ("literal", "pence"),
    [
        ("109320", 10932000),
        ("3036.96", 303696),
        ("0.01", 1),
        ("0.1", 10),
        ("0", 0),
        ("1e3", 100000),
        ("1200e-2", 1200),
        ("10.500", 1050),
        ("100.00000000000000000000000000000000000000", 10000),
        ("1000000000000", 10**14),
    ],
)
def test_an_amount_is_taken_to_the_penny(literal: str, pence: int) -> None:
    assert money(literal) == pence


@given(st.integers(0, 10**14))
def test_no_amount_is_changed_by_being_read(pence: int) -> None:
    assert money(f"{pence // 100}.{pence % 100:02}") == pence


@pytest.mark.parametrize(
    ("literal", "why"),
    [
        ("1.005", "two decimal places"),
        ("1." + "0" * 60 + "1", "two decimal places"),
        ("1e-400", "two decimal places"),
        ("-1", "below nothing"),
        ("1e999", "more than"),
        ("1e99999999999999999999", "no amount"),
        ("NaN", "no amount"),
        ("Infinity", "no amount"),
        ("-Infinity", "no amount"),
        ("9" * 5000, "no amount"),
        ("true", "true or false"),
        ('"12"', "text"),
        ("1000000000001", "more than"),
    ],
)
def test_what_is_no_amount_is_refused_with_its_place(literal: str, why: str) -> None:
    with pytest.raises(Unacceptable, match=why) as refused:
        money(literal)
    assert refused.value.path == "/value/amount"


@pytest.mark.parametrize(
    ("currency", "flag"), [("", "without a currency"), ("pounds", "currency code"), ("JPY", "hundredths")]
)
def test_an_amount_in_no_currency_of_pence_is_a_gap_and_flagged(currency: str, flag: str) -> None:
    reader = Reader()
    assert reader.money({"amount": 5, "currency": currency}, "/value") is None
    assert flag in reader.flags[0]


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2025-03-31T23:59:59+01:00", date(2025, 3, 31)),
        ("2025-03-31T23:59:59Z", date(2025, 3, 31)),  # half past midnight in London, and yet the 31st is meant
        ("2025-06-30T23:00:00Z", date(2025, 7, 1)),  # midnight in London
        ("2025-01-15T00:00:00+01:00", date(2025, 1, 15)),
        ("2025-06-30T20:30:00-05:00", date(2025, 7, 1)),
        ("2025-06-30T12:00:00", date(2025, 6, 30)),
        ("2025-06-30", date(2025, 6, 30)),
        ("2025-06-30T24:00:00Z", date(2025, 6, 30)),  # the end of the 30th (ISO 8601)
        ("2025-06-30T24:00", date(2025, 6, 30)),
        ("0001-01-01T00:00:00Z", None),
        ("9999-12-31T23:59:59Z", None),
    ],
)
def test_a_moment_is_the_day_in_london_that_is_meant(written: str, day: date | None) -> None:
    assert Reader().day(written, "/date") == day


@pytest.mark.parametrize(
    "written",
    [
        "2025-02-30",
        "2025-01-01T25:00:00Z",
        "2025-01-01T24:30:00Z",
        "9999-12-31T24:00:00Z",
        "soon",
        "2025-01-01T10:00:00+99:00",
        20250101,
        None,
    ],
)
def test_what_is_no_moment_is_refused(written: object) -> None:
    with pytest.raises(Unacceptable):
        moment(written, "/date")


@pytest.mark.parametrize(
    "text", ["Care\u00e2\u0080\u00afteam", "â‚¬ 5", "Â£100", "CafÃ©", "lost \ufffd", "one.rnrnTwo", "A &amp; B"]
)
def test_damaged_text_is_kept_as_found_and_flagged(text: str) -> None:
    reader = Reader()
    assert reader.text(text, "/title") == text
    assert len(reader.flags) == 1


@pytest.mark.parametrize("text", ["Câté à la carte", "€ 5 – £7", "Barn intern earns", "Âme"])
def test_sound_text_is_not_flagged(text: str) -> None:
    reader = Reader()
    assert reader.text(text, "/title") == text
    assert reader.flags == []


def test_what_no_file_can_hold_is_replaced_and_flagged() -> None:
    reader = Reader()
    assert reader.text("a\x00b\ud800", "/title") == "a\ufffdb\ufffd"
    assert "no character" in reader.flags[0]


@pytest.mark.parametrize(
    ("record", "why"),
    [
        (b'{"a": 1, "a": 2}', "stands twice"), (b'{"a": ', "not JSON"), (b'{"a": "\xff"}', "not UTF-8"),
        (b"[" * 100_000, "too deeply"), (b"", "not JSON"),
    ],
)  # fmt: skip
def test_bytes_that_can_be_read_in_no_way_or_in_two_are_refused(record: bytes, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        exact(record)


def test_a_byte_order_mark_is_no_part_of_a_record() -> None:
    assert exact(b'\xef\xbb\xbf{"a": 1}') == {"a": 1}


@pytest.mark.parametrize("text", ["-", " . ", "…"])
def test_text_without_a_letter_or_a_digit_is_taken_for_none_and_flagged(text: str) -> None:
    reader = Reader()

    assert reader.text(text, "/title") is None
    assert reader.flags == ["/title: has no letter or digit, and is taken for nothing"]
    assert Reader().text(" ", "/title") is None


@pytest.mark.parametrize(
    ("code", "country"),
    [("GB-ENG", "england"), ("GB-WLS", "wales"), ("GB-SCT", "scotland"), ("GB-NIR", "northern-ireland"), ("FR", None)],
)
def test_the_country_of_a_buyer_is_one_of_the_four(code: str, country: str | None) -> None:
    """CPC307-V1."""
    buyer = {"id": "B", "name": "Exshire", "details": {"classifications": [{"scheme": "COFOG", "id": code}]}}

    assert Parties({"parties": [buyer]}, Reader()).country("B") == country
