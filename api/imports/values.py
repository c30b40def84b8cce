"""Amounts, days and words as published, taken exactly or not at all.

What is missing is a gap, and comes back as None. What is there and cannot be what it should be is refused with its
place in the record. What is taken although something is odd about it is flagged, so that the report can say so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from api.imports.exact_json import NoNumber
from ledger.entry import Money
from ledger.words import says_nothing, text_of

LONDON = ZoneInfo("Europe/London")
LARGEST_AMOUNT = 10**12
"""In whole units of the currency; no public contract comes near it."""
YEARS = range(1950, 2200)
"""Years a contract can lie in; publishers put 0001 and 9999 where they have no date."""
_NOT_IN_HUNDREDTHS = re.compile(
    "BHD|BIF|CLP|DJF|GNF|IQD|ISK|JOD|JPY|KMF|KRW|KWD|LYD|OMR|PYG|RWF|TND|UGX|VND|VUV|XAF|XOF|XPF"
)
_CURRENCY = re.compile(r"[A-Z]{3}")
_MOMENT = re.compile(
    r"(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)\s*(Z|[+-]\d{2}:?\d{2})?)?", re.IGNORECASE
)
_SURROGATE_OR_NUL = re.compile("[\x00\ud800-\udfff]")
_DAMAGE = (
    ("UTF-8 read as another encoding", re.compile("\u00e2[\x80-\xbf\u20ac\u201a-\u203a]|[\xc2\xc3][\x80-\xbf]")),
    ("characters lost at the source", re.compile("\ufffd")),
    ("line breaks turned into letters", re.compile(r"rnrn|[.:;,a-z)]rn(?=[A-Z\u2022-])")),
    ("HTML character codes", re.compile(r"&(?:amp|lt|gt|quot|nbsp|#\d+|#x[0-9a-f]+);", re.IGNORECASE)),
)  # fmt: skip


class Unacceptable(ValueError):
    """Something in a record cannot be what it should be; `path` is its place (a JSON pointer, RFC 6901)."""

    def __init__(self, path: str, why: str) -> None:
        self.path, self.why = path, why
        super().__init__(f"{path or 'it'} {why}")


@dataclass(slots=True)
class Reader:
    """Reads one record and keeps what was odd about it."""

    flags: list[str] = field(default_factory=list)

    def flag(self, what: str) -> None:
        """Note something odd, once."""
        if what not in self.flags:
            self.flags.append(what)

    def text(self, value: Any, path: str) -> str | None:
        """Return words as found, None where there are none; what is damaged is kept so and flagged."""
        if isinstance(value, int | Decimal) and not isinstance(value, bool):
            return str(value)
        if value is None or (isinstance(value, str) and not value.strip()):
            return None
        if not isinstance(value, str):
            raise Unacceptable(path, f"is {_kind(value)}; text is expected")
        for what, damaged in _DAMAGE:
            if damaged.search(value):
                self.flag(f"{path}: {what}; kept as found")
        if _SURROGATE_OR_NUL.search(value):
            value = _SURROGATE_OR_NUL.sub("\ufffd", value)
            self.flag(f"{path}: holds what is no character; shown as \ufffd, the notice on file has it as found")
        if says_nothing(value):
            self.flag(f"{path}: has no letter or digit, and is taken for nothing")
            return None
        return text_of(value.strip())

    def line(self, value: Any, path: str, longest: int) -> str | None:
        """Return a name or title of at most so many characters; one that is longer is cut, and flagged."""
        found = self.text(value, path)
        if found is not None and ("\n" in found or "\r" in found):
            self.flag(f"{path}: line breaks in one line of text; kept as found")
        if found is not None and len(found) > longest:
            self.flag(
                f"{path}: of {len(found):,} characters the first {longest - 1} are taken; the notice on file has all"
            )
            found = found[: longest - 1] + "…"
        return found

    def money(self, value: Any, path: str) -> Money | None:
        """Return an amount in whole pence, exactly. Raises Unacceptable for what is no amount of money."""
        if value is None:
            return None
        if not isinstance(value, dict):
            raise Unacceptable(path, f"is {_kind(value)}; an amount with its currency is expected")
        amount, at = value.get("amount"), f"{path}/amount"
        if amount is None and value.get("amountGross") is not None:
            amount, at = value["amountGross"], f"{path}/amountGross"
            self.flag(f"{at}: only the amount with tax is given, and taken")
        if amount is None:
            return None
        pence = _pence(amount, at)
        currency = self.text(value.get("currency"), f"{path}/currency")
        if currency is None or not _CURRENCY.fullmatch(currency):
            self.flag(f"{path}: an amount without a currency code; the value is left out")
            return None
        if _NOT_IN_HUNDREDTHS.fullmatch(currency):
            self.flag(f"{path}: {currency} is not counted in hundredths; the value is left out")
            return None
        if pence == 0:
            self.flag(f"{at}: an amount of nothing; kept as found")
        return Money(pence=pence, currency=currency)

    def day(self, value: Any, path: str) -> date | None:
        """Return the day in London that a moment lies in, None where none is given or the year cannot be meant.

        The first or last second of a day, as written, is that day: publishers mean the day, whatever zone they add.
        """
        if value is None or value == "":
            return None
        at = moment(value, path)
        written = date.fromisoformat(str(value).strip()[:10])
        if written.year not in YEARS:
            self.flag(f"{path}: the year {written.year} stands for no date; left out")
            return None
        in_london = at.astimezone(LONDON)
        hour = str(value).strip()[11:19]
        last = (in_london.date() != written) and (hour in ("00:00:00", "23:59:59") or hour.startswith("24:00"))
        if last:
            self.flag(
                f"{path}: {str(value).strip()[:40]} is another day in London; taken as {written:%-d %B %Y}, as written"
            )
            return written
        return in_london.date()


def moment(value: Any, path: str) -> datetime:
    """Return a moment in UTC; without a zone it is London's. Raises Unacceptable for what is none."""
    if not isinstance(value, str):
        raise Unacceptable(path, f"is {_kind(value)}; a moment such as 2025-03-11T10:01:01Z is expected")
    found = _MOMENT.fullmatch(value.strip())
    if not found:
        raise Unacceptable(path, "is no moment; one such as 2025-03-11T10:01:01Z is expected")
    day, hour, zone = found.groups()
    try:
        midnight = re.fullmatch(r"24:00(:00(\.0+)?)?", hour or "")  # the end of the day (ISO 8601-1:2019, 4.3.8)
        written = datetime.combine(
            date.fromisoformat(day), time() if midnight else time.fromisoformat((hour or "00:00:00")[:15])
        ) + timedelta(days=bool(midnight))
        if not zone:
            # fromisoformat above has no zone on purpose: it is London's, in summer and in winter
            return (
                written.replace(tzinfo=LONDON).astimezone(UTC)
                if 1 < written.year < 9999
                else written.replace(tzinfo=UTC)
            )
        offset = timedelta() if zone in "Zz" else _offset(zone)
        return (written - offset if 1 < written.year < 9999 else written).replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        raise Unacceptable(path, "is no day of the calendar or hour of the day") from None


def _offset(zone: str) -> timedelta:
    digits = zone[1:].replace(":", "")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    if offset > timedelta(hours=15):
        raise ValueError
    return -offset if zone[0] == "-" else offset


def _pence(amount: Any, path: str) -> int:
    if isinstance(amount, NoNumber):
        raise Unacceptable(path, f"is {amount.literal}, which is no amount of money")
    if isinstance(amount, bool) or not isinstance(amount, int | Decimal):
        raise Unacceptable(path, f"is {_kind(amount)}; a number is expected")
    exact = Decimal(amount)
    if exact < 0:
        raise Unacceptable(path, "is below nothing; a contract's value is not")
    if exact.adjusted() > 12 or exact > LARGEST_AMOUNT:
        raise Unacceptable(path, f"is more than {LARGEST_AMOUNT:,}, which no contract is worth")
    # By its digits: arithmetic on a Decimal rounds to 28 of them, and a long enough fraction would be lost unseen.
    _, digits, exponent = exact.as_tuple()
    assert isinstance(exponent, int)
    significant = "".join(map(str, digits)).rstrip("0")
    exponent += len(digits) - len(significant)
    if significant and exponent < -2:
        raise Unacceptable(path, "has more than two decimal places; an amount is whole pence")
    return int(significant) * 10 ** (exponent + 2) if significant else 0


def _kind(value: Any) -> str:
    if value is None:
        return "missing"
    if isinstance(value, bool):
        return "true or false"
    names = {dict: "an object", list: "a list", str: "text", NoNumber: "no number"}
    return names.get(type(value), "a number")
