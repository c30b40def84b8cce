"""The ledger's clock: London's days, and the years and the lead within which a simulated one may be set."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from ledger.errors import ClockRefused
from ledger.store.postgres import LedgerStore

LONDON = ZoneInfo("Europe/London")
FURTHEST_AHEAD = timedelta(days=3653)
"""How far ahead of a simulated clock a time of recording may lie, once there is more than the ledger's first entry."""
FIRST_YEAR, LAST_YEAR = 1900, 2100
"""Between these years a simulated clock stands."""


def check_not_far_ahead(recorded_at: datetime, now: datetime, store: LedgerStore) -> None:
    """Raise ClockRefused: a clock never falls again, so a slip in the year, once recorded, could not be mended."""
    check_year(recorded_at, now)
    if recorded_at - now > FURTHEST_AHEAD and sum(file.head for file in store.files()) > 1:
        raise ClockRefused(
            now,
            f"recorded_at is more than ten years ahead of the ledger's clock, which stands at {now.isoformat()} "
            "and never falls; state the year it was recorded in",
        )


def check_year(recorded_at: datetime, now: datetime | None = None) -> None:
    """Raise ClockRefused for a year in which no simulated clock stands."""
    if not FIRST_YEAR <= recorded_at.year <= LAST_YEAR:
        raise ClockRefused(now, f"recorded_at should lie between the years {FIRST_YEAR} and {LAST_YEAR}")
