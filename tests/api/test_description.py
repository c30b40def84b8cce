"""The description of the interface is right: whatever it allows is answered as it says, and nothing makes it fail."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import jsonschema_rs
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from ledger.kinds import BY_NAME
from tests.api.conftest import Ledger
from tests.sampling import examples, some

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


SOME = (
    "issue-raised",
    "notice-served",
    "meeting-held",
    "variation-agreed",
    "entry-corrected",
    "entries$",
    "contracts$",
)


def operations(ledger: Ledger) -> Iterator[Any]:
    loaded = schemathesis.openapi.from_asgi("/openapi.json", ledger.client.app)
    for found in loaded.include(method="GET").include(path_regex="|".join(SOME)).get_all_operations():
        operation = found.ok() if isinstance(found, Ok) else None
        assert operation is not None, found
        yield operation


def test_whatever_is_sent_is_answered_as_described(untouched: Ledger) -> None:
    every = list(operations(untouched))
    for operation in some(every, 3):

        @given(case=operation.as_strategy())
        @settings(
            max_examples=examples(4),
            deadline=None,
            suppress_health_check=list(HealthCheck),
            derandomize=True,
            database=None,
        )
        def answered(case: Any) -> None:
            if "reference" in case.path_parameters:
                case.path_parameters["reference"] = "C-1"  # of those made up none would be there
            case.call_and_validate(headers={"Authorization": "Bearer demo-county-manager"}, checks=CHECKS)

        answered()
    assert len(every) > 20


def test_each_kinds_own_schema_is_a_schema(untouched: Ledger) -> None:
    """One kind in three, others in each run."""
    checked: dict[str, Any] = {}
    for name in some(sorted(BY_NAME), 3):
        schema = untouched.as_("auditor").get(f"/kinds/{name}").json()["json_schema"]
        for called, part in {name: schema, **schema.pop("$defs", {})}.items():
            if checked.get(called) != part:  # most of what it refers to others have too
                jsonschema_rs.meta.validate(part)
                checked[called] = part


def test_the_schema_of_one_kind_is_that_of_the_description_of_all(untouched: Ledger) -> None:
    described = untouched.client.get("/openapi.json").json()["components"]["schemas"]

    for name in some(sorted(BY_NAME), 20):
        shown = untouched.as_("auditor").get(f"/kinds/{name}").json()["json_schema"]
        parts = {BY_NAME[name].__name__: shown, **shown.pop("$defs", {})}
        del shown["$schema"]
        alike = json.dumps(parts).replace("#/$defs/", "#/components/schemas/")
        assert json.loads(alike) == {called: described[called] for called in parts}, name


def test_a_kinds_schema_takes_what_the_ledger_takes(untouched: Ledger) -> None:
    found = untouched.as_("auditor").get("/kinds/issue-raised").json()["json_schema"]
    validator = jsonschema_rs.Draft202012Validator(found)

    validator.validate({"happened_on": "2025-01-01", "nature": "Visits missed", "departures": [{"rule": "x"}]})
    for wrong in ({"nature": "x"}, {"happened_on": "2025-01-01", "nature": "x", "worked": {}}):
        with pytest.raises(jsonschema_rs.ValidationError):
            validator.validate(wrong)


def test_each_kind_is_described_by_an_example_that_is_taken_as_well_formed(untouched: Ledger) -> None:
    paths = untouched.client.get("/openapi.json").json()["paths"]
    officer, before = untouched.as_("legal-services"), untouched.entries
    wrong: dict[str, str] = {}
    walked = 0
    for path, operations in paths.items():
        if "/entries/" in path and "post" in operations and not path.endswith("/search"):
            example = operations["post"]["requestBody"]["content"]["application/json"]["example"]
            here = path.removeprefix("/api/v1").replace("{reference}", "C-1")
            today = {"happened_on": "2025-01-01"}  # the ledger's; also of what a correction puts in place
            if "replacement" in example:
                today["replacement"] = example["replacement"] | today
            answer = officer.post(here, example | today, check="true")
            if answer.json().get("type") in ("/problems/invalid", "/problems/malformed"):
                wrong[path] = answer.json()["detail"]
            walked += 1
    assert wrong == {}
    assert walked > 90
    assert untouched.entries == before
