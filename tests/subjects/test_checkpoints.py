"""What is recorded of the log's own checkpoints is what it says: no token of something else, no key unsigned for."""

from __future__ import annotations

import base64
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from ledger.entry import Actor, Recorded
from ledger.folding import fold
from ledger.judgement import Act, Stage, judge_together
from ledger.log.rotation import statement
from ledger.log.signing import SigningKey, sign
from ledger.refusals import Refused
from ledger.subjects.checkpoints import CheckpointTimestamped, LogLossExplained, SigningKeyRotated
from ledger.subjects.records import LedgerOpened
from ledger.verify import checkpoint_text
from ledger.words import Said
from tests.log.tokens import Stamper
from tests.story import CLERK, Story

DAY = date(2026, 3, 31)
AT = datetime(2026, 3, 31, 14, 30, tzinfo=UTC)
ORIGIN = "ledger.example/county"
KEY, NEXT = SigningKey.made(ORIGIN), SigningKey.made(ORIGIN)
BY = Stamper.made()
NOTE = sign(checkpoint_text(ORIGIN, 40, bytes(32)), KEY)
CLEO = Actor(person="Cleo County", office="county-manager-contracts")
OPENED = LedgerOpened(happened_on=date(2026, 1, 5), authority="Exshire", origin=ORIGIN, clock="real")
FILE = fold([Recorded(OPENED, UUID(int=1), 1, datetime(2026, 1, 5, tzinfo=UTC), CLERK)])


def recorded(kind: Any, **said: Any) -> Story:
    """What comes of it on the authority's own file."""
    stage = Stage(UUID(int=1), FILE)
    act = Act("authority", kind(happened_on=DAY, **said))
    try:
        [made, *_] = judge_together([act], {"authority": stage}, CLERK, acknowledge_all=True, at=AT)
    except Refused as error:
        return Story(FILE, None, error, tuple(objection.rule for objection in error.objections))
    return Story(stage.file, made, None, tuple(departure.rule for departure in made.departures))


def stamped(**changed: Any) -> Story:
    token = base64.b64encode(BY.stamp(NOTE, AT)).decode()
    said = {"authority": "Local", "size": 40, "checkpoint": NOTE.decode(), "token": token}
    return recorded(CheckpointTimestamped, **said | {"stamped_at": "2026-03-31T14:30:00.000000Z"} | changed)


def test_a_timestamp_is_of_the_checkpoint_and_the_moment_it_is_recorded_with() -> None:
    """HCC-2.1-g."""
    rule = "timestamp.of-its-checkpoint"
    other = base64.b64encode(BY.stamp(NOTE + b" ", AT)).decode()
    of_kent = sign(checkpoint_text("ledger.example/kent", 40, bytes(32)), SigningKey.made("ledger.example/kent"))

    stamped().keeps(rule).then(lambda file: file.checkpoints.stamps["Local"].size == 40)
    stamped(size=41).refused(rule, "a checkpoint of 40 entries")
    stamped(stamped_at="2026-03-31T14:31:00.000000Z").refused(rule, "14:30")
    stamped(token=other).refused(rule, "a timestamp of something else")
    stamped(token="MIIF").refused(rule)
    stamped(checkpoint="no checkpoint").refused(rule)
    stamped(
        checkpoint=of_kent.decode(), token=base64.b64encode(BY.stamp(of_kent, AT)).decode()
    ).refused(rule, "this ledger's is ledger.example/county")  # fmt: skip


def rotated(**changed: Any) -> Story:
    said = {"old_key": str(KEY.public), "new_key": str(NEXT.public), "statement": statement(KEY, NEXT).decode()}
    return recorded(SigningKeyRotated, **said | {"reason": Said("Yearly")} | changed)


def test_a_key_follows_another_if_both_have_signed_that_it_does() -> None:
    rule = "signing-key.both-have-signed"
    alone = sign(statement(KEY, NEXT).partition(b"\n\n")[0] + b"\n", NEXT)

    rotated().keeps(rule).then(lambda file: len(file.checkpoints.keys) == 1)
    rotated(statement=alone.decode()).refused(rule, "is not signed by the key")
    rotated(new_key=str(SigningKey.made(ORIGIN).public)).refused(rule, "names other keys")
    rotated(compromised_since="2026-03-31T14:30:00.000000Z").refused(rule, "another moment")
    rotated(statement="x").refused(rule)


def explained(**changed: Any) -> Story:
    said = {"lost_checkpoint": NOTE.decode(), "size": 30, "root": base64.b64encode(bytes(32)).decode(), "by": CLEO}
    return recorded(LogLossExplained, **said | {"known_of_loss": Said("One day"), "reason": Said("Fire")} | changed)


def test_a_loss_is_explained_with_the_checkpoint_that_was_signed_by_somebody_who_decided() -> None:
    explained().keeps("log-loss.names-its-checkpoint", "log-loss.somebody-decided").then(
        lambda file: file.checkpoints.losses[0].size == 30
    )
    explained(lost_checkpoint="forty entries").refused("log-loss.names-its-checkpoint")
    explained(by=None).departs_from("log-loss.somebody-decided")
