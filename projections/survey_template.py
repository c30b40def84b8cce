"""The template of a survey of who uses a service: the procedure's questions, and one for each standard (HCC-A12-a).

The ids are those by which the results of a survey name their questions.
"""

from __future__ import annotations

from datetime import date

from ledger.entry import Frozen
from ledger.monitoring import survey_every
from projections.view import FileView


class QuestionAsked(Frozen):
    """One question of the template."""

    id: str
    words: str
    answers: str
    """How it is answered: scale (1 to 5), yes-no, or words."""
    standard: str | None = None
    """The standard of the specification it is about."""
    position: int | None = None
    """The entry of that specification."""


class SurveyTemplate(Frozen):
    """A survey of users, ready to be filled in."""

    title: str
    specification: str | None
    """The version of the specification whose standards it asks about."""
    every_months: int | None
    """How often such a survey is asked for."""
    questions: tuple[QuestionAsked, ...]


def survey_template(view: FileView, on: date) -> SurveyTemplate:
    """Return the template of a survey under a contract, by the specification in force on a day. Pure."""
    held, procedure = view.file.terms.specification(on), view.procedure
    general = [QuestionAsked(id=q.id, words=q.words, answers=q.answers) for q in procedure.survey_questions]
    standards = [
        QuestionAsked(
            id=f"standard-{point.id}", standard=point.id, answers="scale", position=held.position,
            words=f"How far is this so? {view.say(point.text)}",
        )
        for point in held.says.standards
    ] if held else []  # fmt: skip
    return SurveyTemplate(
        title=view.file.title, specification=held.says.version if held else None,
        every_months=survey_every(view.file, on, procedure) or None, questions=(*general, *standards),
    )  # fmt: skip
