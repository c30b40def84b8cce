import gzip
import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.imports import sources
from api.imports.sources import Broken, Found, opened, records_of

Parts = list[tuple[str, Any]]


def parts(text: bytes, name: str = "notices.json") -> Parts:
    """Each record found, read again from its place, or why there is none."""
    file = io.BytesIO(text)
    found: Parts = []
    for one in records_of(file, name):
        if isinstance(one, Found):
            found.append((one.where, json.loads(text[one.start : one.start + one.length])))
        else:
            found.append((one.where, one.why))
    return found


A, B = {"ocid": "a", "id": "1"}, {"ocid": "b", "id": "2", "x": 'with ]} " and \\ in it'}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (A, [("the file", A)]),
        ([A, B], [("/0", A), ("/1", B)]),
        ({"version": "1.1", "releases": [A, B]}, [("/releases/0", A), ("/releases/1", B)]),
        ({"releases": []}, []),
        ({"records": [{"ocid": "a", "releases": [A]}]}, [("/records/0/releases/0", A)]),
        (
            {"records": [{"ocid": "a", "releases": [{"url": "x"}], "compiledRelease": A}]},
            [("/records/0/compiledRelease", A)],
        ),
        ({"ocid": "a", "releases": [A]}, [("/releases/0", A)]),
    ],
)
def test_each_record_is_found_where_it_lies(text: Any, found: Parts) -> None:
    assert parts(json.dumps(text, indent=1).encode()) == found
    assert parts(b"\xef\xbb\xbf" + json.dumps(text).encode()) == found


def test_lines_are_told_from_a_document_by_what_begins_on_them() -> None:
    assert parts(b'{"ocid": "a"}\n\n{"ocid": "b"}\n') == [("line 1", {"ocid": "a"}), ("line 3", {"ocid": "b"})]


def test_a_broken_line_says_nothing_about_the_next() -> None:
    found = list(records_of(io.BytesIO(b'{"ocid": 1\n{"ocid": 2}\r\n{"releases": [{"ocid": 3}]}\n'), "n.jsonl"))
    assert [one.where for one in found] == ["line 1", "line 2", "line 3/releases/0"]
    assert all(isinstance(one, Found) for one in found)


def test_a_line_that_is_too_long_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "LONGEST_RECORD", 1000)
    long = b'{"ocid": "' + b"x" * 3_000_000 + b'"}\n'
    [broken, found] = parts(long + b'{"ocid": "b"}\n', "n.jsonl")
    assert "3,000,013 bytes" in broken[1]
    assert found == ("line 2", {"ocid": "b"})


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (b"", "empty"),
        (b" \n ", "empty"),
        (json.dumps({"releases": [A]}).encode("utf-16"), "in UTF-8"),
        (b'{"releases": [{"ocid": "a"}], "releases": [{"ocid": "b"}]}', "'releases' stands twice"),
        (b"\xef\xbb\xbf", "empty"),
        (b"hello", "no JSON object"),
        (b"{", "cut short"),
        (b'{"releases": [{"ocid": "a"}, {"ocid": ', "cut short"),
        (b'{"releases": [', "cut short"),
        (b'{"ocid": 1} and more', "something follows"),
        (b"[1, 2]", "no JSON object"),
        (b'"' * 200_001, "no JSON object"),
        (b'{"a": "' + b'\\"' * 200_000, "cut short"),
        (b"[" * 200_000, "no JSON object"),
    ],
)
def test_what_is_no_record_is_said(text: bytes, why: str) -> None:
    broken = [one.why for one in records_of(io.BytesIO(text), "n.json") if isinstance(one, Broken)]
    assert any(why in said for said in broken), broken


def test_what_lies_before_a_break_is_found() -> None:
    assert parts(b'{"releases": [{"ocid": "a"}, {"ocid": ')[0] == ("/releases/0", {"ocid": "a"})


def test_a_list_of_anything_else_is_left_alone_soon() -> None:
    assert len(list(records_of(io.BytesIO(b"[" + b"1," * 100_000 + b"1]"), "n.json"))) < 200


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(
    st.lists(st.dictionaries(st.text(), JSON).filter(lambda d: not {"releases", "records", "compiledRelease"} & set(d)))
)
def test_whatever_is_in_the_records_they_are_told_apart(records: list[dict[str, Any]]) -> None:
    package = {"a": [{"releases": [1]}], "releases": records}
    assert [content for _, content in parts(json.dumps(package).encode())] == records


@given(st.binary(max_size=300))
def test_no_bytes_make_it_fall_over(text: bytes) -> None:
    list(records_of(io.BytesIO(text), "n.json"))
    list(records_of(io.BytesIO(text), "n.jsonl"))


def test_a_packed_file_is_read_as_what_is_in_it_and_a_damaged_one_is_said(tmp_path: Path) -> None:
    path = tmp_path / "n.jsonl.gz"
    packed = gzip.compress(b'{"ocid": "a"}\n')
    path.write_bytes(packed)
    with opened(path) as file:
        assert [found.where for found in records_of(file, path.name)] == ["line 1"]
    path.write_bytes(packed[:-9])
    with pytest.raises(OSError, match="damaged or cut short"), opened(path):
        pass


def test_lines_with_nothing_on_them_are_an_empty_file() -> None:
    assert parts(b"\n \r\n", "n.jsonl") == [("the file", "it is empty")]
