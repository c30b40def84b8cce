"""Every format that was ever recorded is still read: one stored entry of each kind, kept byte for byte."""

from __future__ import annotations

import re
from dataclasses import replace

from ledger import mapper
from ledger.contents import references, walk, with_each
from ledger.entry import KINDS, Entry
from ledger.fields import Ref
from ledger.folding import extended, fold
from ledger.store.asking import StoredRow
from ledger.subjects.assurance import AuditCommissioned
from ledger.words import Kept, Said
from tests.each import each
from tests.golden.make import missing, rows

ROWS = rows()


def test_every_kind_written_down_stands_in_the_union_of_its_subject() -> None:
    def below(kind: type[Entry]) -> set[type[Entry]]:
        return {kind}.union(*map(below, kind.__subclasses__()))

    written = {one for one in below(Entry) if "kind" in one.__annotations__ and one.__module__.startswith("ledger.")}

    assert written - {Entry} == set(KINDS.values())


def test_every_kind_has_an_entry_here_with_each_of_its_fields() -> None:
    lacking = {kind.__name__: fields for kind, fields in missing(ROWS).items()}
    assert lacking == {}, "python -m tests.golden.make adds what is missing"


def test_a_field_that_came_to_a_kind_later_is_missed_here() -> None:
    *_, audit = (row for row in ROWS if row.kind == "audit-commissioned/1")
    others = [row for row in ROWS if row.kind != audit.kind]
    before = audit._replace(state=re.sub(rb',"clause":"[^"]*"', b"", audit.state))

    assert missing([*others, before]) == {AuditCommissioned: [".entry.clause"]}


@each("row", ROWS)
def test_an_entry_recorded_in_any_format_is_still_read_and_folded(row: StoredRow) -> None:
    read = mapper.read(row)

    assert (read.file_id, read.position, read.recorded_at) == (row.file_id, row.position, row.recorded_at)
    assert (read.command_id, read.index, read.sealed_at) == (row.command_id, row.index, row.sealed_at)
    assert read.entry.kind in KINDS
    assert read.departures[0].authorisation == "AUT-001"
    assert fold([read]).position in (0, row.position)


@each("row", ROWS)
def test_what_was_just_stored_is_at_hand_as_it_will_be_read(row: StoredRow) -> None:
    read = mapper.read(row)

    def said(kept: Kept) -> Said:
        return Said(f"Words for {kept.digest}")

    departures = tuple(with_each(departure, Kept, said) for departure in read.departures)
    made = replace(read, entry=with_each(read.entry, Kept, said), departures=departures)
    new = mapper.stored(made)

    assert len({opening.digest for opening in new.openings}) == len(new.openings) > 0
    assert mapper.kept(made, new, row.recorded_at) == mapper.read(row._replace(kind=new.kind, state=new.state))


@each("row", ROWS)
def test_everything_an_entry_names_is_found_however_deep_it_stands(row: StoredRow) -> None:
    entry = mapper.read(row).entry
    marked = [(path, mark.to, value) for path, value, marks in walk(entry) for mark in marks if isinstance(mark, Ref)]

    assert list(references(entry)) == [reference for reference in marked if reference[2] is not None]


def test_all_of_them_make_one_file_at_once_and_one_after_another() -> None:
    read = [mapper.read(row) for row in ROWS]

    grown = fold(())
    for recorded in read:
        grown = extended(grown, [recorded])

    assert fold(read) == grown
    assert grown.known == tuple(read)
