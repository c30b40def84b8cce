"""Which days are bank holidays in England and Wales, Scotland and Northern Ireland, by a named table.

A table is part of what is on record: every date worked out names the table it was worked out with. So a released
table is never changed. When a holiday is proclaimed, moved or found wrong, a new table is added beside the old one in
bank_holidays.json, and dates worked out with the old one stay as they are until an entry revises them.

The file is one JSON object with `tables`, oldest first. A table has `name` ("uk-bank-holidays/2026-02": series and
version), `source`, `licence`, `note`, `first_year` and `last_year` (both whole years, both covered), `like` (an earlier
table in the same file whose days it takes over, or null) and `days`: for each country a map from day (YYYY-MM-DD) to
title. A table never says anything about a day outside its years.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from ledger.entry import Frozen

Country = Literal["england-and-wales", "scotland", "northern-ireland"]
"""One law, and one calendar of bank holidays."""
NamedCountry = Country | Literal["england", "wales"]
"""A country as an authority or a contract names it: England and Wales may be told apart, since their standards and
codes of practice are not the same (CPC307-V1)."""
COUNTRY_NAMES: dict[str, str] = {
    "england-and-wales": "England and Wales", "england": "England", "wales": "Wales", "scotland": "Scotland",
    "northern-ireland": "Northern Ireland",
}  # fmt: skip

NEWEST_TABLE = "uk-bank-holidays/2026-11"
"""The table to offer for new contracts. Never a default inside a recorded value: there it is always written out."""


def law_of(country: NamedCountry) -> Country:
    """Return the country whose law and bank holidays are those of a country as it is named."""
    return "england-and-wales" if country == "england" or country == "wales" else country


class CalendarError(ValueError):
    """A date cannot be worked out from what was given; the message says why and what would be right."""


class UnknownTable(CalendarError):
    """A table of bank holidays was named that this version does not have."""


class OutsideTable(CalendarError):
    """A day was asked for in a year the table does not cover, so it cannot be told from a working day."""


class BankHolidayTable(Frozen):
    """One version of the bank holidays, as released."""

    name: str
    source: str
    licence: str
    note: str
    first_year: int
    last_year: int
    like: str | None = None
    days: Mapping[Country, Mapping[date, str]]

    def holiday(self, country: Country, day: date) -> str | None:
        """Return the title of the bank holiday on `day`, None on any other day. Raises OutsideTable."""
        if not self.first_year <= day.year <= self.last_year:
            raise OutsideTable(
                f"{self.name} covers {self.first_year} to {self.last_year} and says nothing about {day.isoformat()}; "
                "name a table that covers that year"
            )
        return self.days[country].get(day)


class _TablesFile(Frozen):
    tables: tuple[BankHolidayTable, ...]


def read_tables(text: bytes) -> Mapping[str, BankHolidayTable]:
    """Return the tables of a file in the format above, by name.

    Raises ValueError where a name is used twice, `like` names no earlier table, a country is missing, or a day lies
    outside the table's years.
    """
    tables: dict[str, BankHolidayTable] = {}
    for released in _TablesFile.model_validate_json(text).tables:
        if released.name in tables:
            raise ValueError(f"two tables are called {released.name}; a released table is never changed")
        if released.like is not None and released.like not in tables:
            raise ValueError(f"{released.name} is to be like {released.like}, which does not stand before it")
        tables[released.name] = _whole(released, tables[released.like] if released.like else None)
    return MappingProxyType(tables)


def _whole(table: BankHolidayTable, earlier: BankHolidayTable | None) -> BankHolidayTable:
    countries: tuple[Country, ...] = ("england-and-wales", "scotland", "northern-ireland")
    days: dict[Country, Mapping[date, str]] = {}
    for country in countries:
        taken_over = earlier.days[country] if earlier else {}
        days[country] = MappingProxyType({**taken_over, **table.days.get(country, {})})
        if not days[country]:
            raise ValueError(f"{table.name} has no days for {country}")
        for day in days[country]:
            if not table.first_year <= day.year <= table.last_year:
                raise ValueError(f"{table.name} lists {day.isoformat()}, outside its own years")
    return table.model_copy(update={"days": MappingProxyType(days)})


@cache
def _packaged() -> Mapping[str, BankHolidayTable]:
    return read_tables(Path(__file__).with_name("bank_holidays.json").read_bytes())


def table_names() -> tuple[str, ...]:
    """Return the names of the tables that come with this version, oldest first."""
    return tuple(_packaged())


def bank_holiday_table(name: str) -> BankHolidayTable:
    """Return the table of that name. Raises UnknownTable, naming those there are."""
    try:
        return _packaged()[name]
    except KeyError:
        raise UnknownTable(f"there is no bank-holiday table {name!r}; there are {', '.join(table_names())}") from None
