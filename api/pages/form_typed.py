"""What was typed into a form, as an entry's fields; and an entry's fields, as they would have been typed.

Nothing is guessed: a day needs day, month and year, money is pounds and pence read digit by digit, and what cannot be
read is a fault at its field while everything typed stays as it was. No floats anywhere.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from api.pages.form_fields import Field
from ledger.refusals import Fault

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MOST_ITEMS = 100
_POUNDS = re.compile(r"(-?)\s*£?\s*((?:\d{1,3}(?:,\d{3})+)|\d+)(?:\.(\d{1,2}))?", re.ASCII)
_HOUR = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?(?::\d{2})?\s*(am|pm)?", re.IGNORECASE | re.ASCII)
_MISSING: Any = object()
"""Nothing was typed, so nothing is sent."""


@dataclass
class Typed:
    """What was typed, by the name of each input, exactly as it was."""

    values: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, str]]) -> Self:
        """Return what was typed, from the pairs a form sends."""
        values: dict[str, list[str]] = {}
        for name, value in pairs:
            values.setdefault(name, []).append(value)
        return cls(values)

    def get(self, name: str) -> str:
        """Return the one value of an input; empty where there is none."""
        return self.values.get(name, [""])[0]

    def all(self, name: str) -> list[str]:
        """Return every value of an input."""
        return self.values.get(name, [])

    def put(self, name: str, *values: str) -> None:
        """Have an input hold these."""
        self.values[name] = list(values)

    def count(self, path: str) -> int:
        """Return how many items the list at a path has."""
        text = self.get(f"{path}.count")
        return min(int(text), MOST_ITEMS) if text.isdecimal() and len(text) < 5 else 0

    def add(self, path: str, sort: str = "", sort_by: str = "") -> int:
        """Add an empty item to the list at a path; returns its number. Nothing happens beyond the most a form takes."""
        number = self.count(path)
        if number < MOST_ITEMS:
            self.put(f"{path}.count", str(number + 1))
            if sort:
                self.put(f"{path}.{number}.{sort_by}", sort)
        return number

    def remove(self, path: str) -> None:
        """Take an item out of its list, and move those after it up."""
        above, _, said = path.rpartition(".")
        if not said.isdecimal() or int(said) >= (many := self.count(above)):
            return
        gone = int(said)
        moved: dict[str, list[str]] = {}
        for name, values in self.values.items():
            number, rest = _item_of(name, above)
            if number == gone:
                continue
            moved[f"{above}.{number - 1}{rest}" if number is not None and number > gone else name] = values
        self.values = moved
        self.put(f"{above}.count", str(many - 1))

    def go_on(self, more: Typed) -> None:
        """Have an input hold what it holds there; the items of its lists come after those of the same list here."""
        lists = [name.removesuffix(".count") for name in more.values if name.endswith(".count")]
        many = {path: self.count(path) for path in lists}
        for name, values in more.values.items():
            path = next((path for path in lists if _item_of(name, path)[0] is not None), None)
            number, rest = _item_of(name, path or "")
            self.put(name if path is None or number is None else f"{path}.{many[path] + number}{rest}", *values)
        for path, before in many.items():
            self.put(f"{path}.count", str(before + more.count(path)))

    def remove_document(self, path: str) -> None:
        """Take a document that was filed out of the form: `exhibits.1` is the second."""
        above, _, said = path.rpartition(".")
        for part in ("sha256", "title"):
            kept = self.all(f"{above}.{part}")
            if said.isdecimal() and int(said) < len(kept):
                self.put(f"{above}.{part}", *(kept[: int(said)] + kept[int(said) + 1 :]))


def _item_of(name: str, above: str) -> tuple[int | None, str]:
    if not name.startswith(f"{above}."):
        return None, ""
    number = re.match(r"\d+", name[len(above) + 1 :])
    return (int(number[0]), name[len(above) + 1 + number.end() :]) if number else (None, "")


# --- from what was typed to the entry's fields ------------------------------------------------------------------------


@dataclass
class Understood:
    """The entry's fields as they were typed, and what could not be read."""

    body: dict[str, Any]
    faults: list[Fault]


def understood(fields: Iterable[Field], typed: Typed) -> Understood:
    """Return what was typed as the JSON that is recorded; what cannot be read is left out and named."""
    reader = _Reader(typed)
    body = reader.object(fields)
    return Understood(body, reader.faults)


@dataclass
class _Reader:
    typed: Typed
    faults: list[Fault] = field(default_factory=list)

    def object(self, fields: Iterable[Field]) -> dict[str, Any]:
        body = {}
        for one in fields:
            value = self.value(one)
            if value is not _MISSING:
                body[one.name] = value
        return body

    def value(self, one: Field) -> Any:
        text = self.typed.get(one.path).strip()
        match one.widget:
            case "group":
                return self._group(one)
            case "list" | "variants":
                items = [value for child in one.children if (value := self.value(child)) is not _MISSING]
                return items or _MISSING
            case "documents":
                return self._documents(one) or _MISSING
            case "document":
                return next(iter(self._documents(one)), _MISSING)
            case "date":
                return self._date(one)
            case "money":
                return self._money(one, text)
            case "tick":
                return True if text == "true" else _MISSING
            case "checks":
                return [text for text in self.typed.all(one.path) if text] or _MISSING
            case "lines":
                return [line.strip() for line in self.typed.get(one.path).splitlines() if line.strip()] or _MISSING
            case "entries":
                return self._entries(one, text)
            case _ if not text:
                return _MISSING
            case "yesno":
                return text == "true"
            case "number":
                return self._number(one, text)
            case "time":
                return self._time(one, text)
            case "words":
                return self._words(one)
            case _:
                return text

    def _group(self, one: Field) -> Any:
        body = self.object(one.children)
        if not one.required and all(value == {} for value in body.values()):
            return _MISSING  # nothing was typed in it, nor in what it must have
        return {one.sort_by: one.sort, **body} if one.sort else body

    def _words(self, one: Field) -> Any:
        words = self.typed.get(one.path).replace("\r\n", "\n").strip()
        person = self.typed.get(f"{one.path}.person").strip()
        return {"person": person, "words": words} if person and one.person else words

    def _documents(self, one: Field) -> list[dict[str, str]]:
        titles = self.typed.all(f"{one.path}.title")
        cited = []
        for number, sha256 in enumerate(self.typed.all(f"{one.path}.sha256")):
            title = titles[number].strip() if number < len(titles) else ""
            cited.append({"sha256": sha256} | ({"title": title} if title else {}))
        return cited

    def _fault(self, one: Field, why: str) -> Any:
        self.faults.append(Fault(one.path, why))
        return _MISSING

    def _date(self, one: Field) -> Any:
        said = {part: self.typed.get(f"{one.path}-{part}").strip() for part in ("day", "month", "year")}
        if not any(said.values()):
            return _MISSING
        lacking = [part for part, text in said.items() if not text]
        if lacking:
            return self._fault(one, f"must include a {' and a '.join(lacking)}")
        day, month, year = (_whole(said["day"]), _month(said["month"]), _whole(said["year"]))
        if year is not None and not (len(said["year"]) == 4 and 1 <= year <= 9999):
            return self._fault(one, "must have a year in full, such as 2025")
        if day is None or month is None or year is None or not 1 <= day <= monthrange(year, month)[1]:
            return self._fault(one, "must be a real day, such as 27 3 2025")
        return f"{year:04}-{month:02}-{day:02}"

    def _money(self, one: Field, text: str) -> Any:
        if not text:
            return _MISSING
        amount = _POUNDS.fullmatch(text)
        if amount is None or len(amount[2]) > 15:
            return self._fault(one, "must be pounds and pence, such as 1,250 or 1250.50")
        pence = int(amount[2].replace(",", "")) * 100 + int((amount[3] or "").ljust(2, "0"))
        pence = -pence if amount[1] else pence
        currency = self.typed.get(f"{one.path}.currency").strip()
        return {"pence": pence} | ({"currency": currency} if currency and currency != "GBP" else {})

    def _number(self, one: Field, text: str) -> Any:
        plain = text.replace(",", "")
        if not re.fullmatch(r"-?[0-9]{1,15}", plain):
            return self._fault(one, "must be a whole number")
        return int(plain)

    def _entries(self, one: Field, text: str) -> Any:
        said = [part for part in re.split(r"[\s,;]+", text) if part]
        if not all(re.fullmatch(r"[0-9]{1,9}", part) for part in said):
            return self._fault(one, "must be numbers of entries, such as 12, 15")
        return [int(part) for part in said] or _MISSING

    def _time(self, one: Field, text: str) -> Any:
        said = _HOUR.fullmatch(text)
        hour = int(said[1]) if said else 99
        if said and said[3]:
            hour = hour % 12 + (12 if said[3].lower() == "pm" else 0) if 1 <= hour <= 12 else 99
        minute = int(said[2] or 0) if said else 99
        if hour > 23 or minute > 59:
            return self._fault(one, "must be an hour such as 14:30")
        return f"{hour:02}:{minute:02}:00"


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 4 else None


def _month(text: str) -> int | None:
    number = _whole(text)
    if number is not None:
        return number if 1 <= number <= 12 else None
    return next((n for n, name in enumerate(MONTHS, 1) if len(text) >= 3 and text.lower().startswith(name)), None)


# --- from the entry's fields to what would have been typed ------------------------------------------------------------


def as_typed(body: Mapping[str, Any], under: str = "") -> Typed:
    """Return what one would type to say these fields; what is withheld stays empty."""
    typed = Typed()
    for name, value in body.items():
        _type(typed, f"{under}{name}", value)
    return typed


_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")


def _type(typed: Typed, path: str, value: Any) -> None:
    match value:
        case None | {"withheld": _}:
            pass
        case bool():
            typed.put(path, "true" if value else "false")
        case int():
            typed.put(path, str(value))
        case {"pence": int(pence), **rest}:
            typed.put(path, f"{'-' if pence < 0 else ''}{abs(pence) // 100}.{abs(pence) % 100:02}")
            typed.put(f"{path}.currency", str(rest.get("currency", "GBP")))
        case {"sha256": str(sha256), **rest}:
            _cite(typed, path, sha256, str(rest.get("title", "")))
        case {"person": str(person), "words": str(words)}:
            typed.put(path, words)
            typed.put(f"{path}.person", person)
        case dict():
            for name, inner in value.items():
                _type(typed, f"{path}.{name}", inner)
        case [{"sha256": str()}, *_]:
            for document in value:
                _cite(typed, path, document["sha256"], document.get("title", ""))
        case list():
            _type_list(typed, path, value)
        case _:
            _type_text(typed, path, str(value))


def _cite(typed: Typed, path: str, sha256: str, title: str) -> None:
    typed.put(f"{path}.sha256", *typed.all(f"{path}.sha256"), sha256)
    typed.put(f"{path}.title", *typed.all(f"{path}.title"), title)


def _type_list(typed: Typed, path: str, value: list[Any]) -> None:
    """A list is asked for in one of several ways; what each would read is put in, for only one is on the form."""
    typed.put(f"{path}.count", str(len(value)))
    for number, item in enumerate(value):
        _type(typed, f"{path}.{number}", item)
    if value and all(isinstance(item, int) for item in value):
        typed.put(path, ", ".join(map(str, value)))
    elif value and all(isinstance(item, str) for item in value):
        typed.put(path, *value)
        typed.put(f"{path}.lines", "\n".join(value))


def _type_text(typed: Typed, path: str, value: str) -> None:
    day = _DAY.fullmatch(value)
    if day:
        for part, text in zip(("year", "month", "day"), day.groups(), strict=True):
            typed.put(f"{path}-{part}", text.lstrip("0"))
    typed.put(path, value[:5] if re.fullmatch(r"\d\d:\d\d:\d\d", value) else value)
