"""What the lawyers' bundle concludes: judged on one day, what came since apart, each heading once."""

from __future__ import annotations

from datetime import date

from projections.bundle.conclusions import conclusions
from tests.worked_through import ASKED_ON, ENTRIES, told

LATER = date(2026, 6, 6)


def test_everything_is_judged_on_the_day_of_the_act_and_what_came_since_stands_apart() -> None:
    said = conclusions(told(), LATER)

    judged = said["sentence"].partition("Judged on ")[2].partition(",")[0]
    assert judged
    assert said["since"]["title"] == f"Since {judged}, up to 6 June 2026"
    rights = {(right["title"], right["sentence"]) for right in said["rights"]}
    assert not rights & {(right["title"], right["sentence"]) for right in said["since"]["rights"]}


def test_each_sort_of_weakness_is_headed_once_with_every_sentence_of_it() -> None:
    said = conclusions(told(), LATER)

    for rows in (said["weaknesses"], said["since"]["weaknesses"]):
        titles = [row["title"] for row in rows]
        assert len(titles) == len(set(titles))
        assert all(row["sentences"] and len(row["sentences"]) == len(set(row["sentences"])) for row in rows)


def test_with_no_act_it_is_judged_as_things_stand_and_nothing_came_since() -> None:
    assert conclusions(told(until="registered"), ASKED_ON)["since"] is None


def test_what_came_after_the_act_is_said_once() -> None:
    late = ENTRIES["lawyers"].model_copy(update={"happened_on": date(2025, 7, 20)})
    said = conclusions(told("lawyers", "advice", later={"lawyers": late}), LATER)

    [asked] = [row["sentence"] for row in said["conditions"] if row["title"].startswith("TC-19")]
    assert "Since then" in asked
    assert asked.count("20 July 2025") == 1
