"""Which surveys of those who use the service are on file: those of which it is known what came of them.

Questions of several subjects: pure functions of a file and a day.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ledger.said_since import said_since

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.subjects.performance import Survey

WHAT_CAME_OF_IT = "survey.says-what-came-of-it"


def surveys_received(file: ContractFile, day: date = date.max) -> list[Survey]:
    """Return the surveys received by a day of which what came of them is on file by then: with them, or said since. Of
    any other nobody can show that it was one (HCC-6.2-a)."""
    return [
        survey for survey in file.performance.surveys
        if survey.on <= day and (survey.says or said_since(file, survey.position, WHAT_CAME_OF_IT, day))
    ]  # fmt: skip


def last_survey(file: ContractFile, day: date) -> Survey | None:
    """Return the newest of them, None where there is none."""
    return max(surveys_received(file, day), key=lambda survey: (survey.on, survey.position), default=None)


__all__ = ["WHAT_CAME_OF_IT", "last_survey", "surveys_received"]
