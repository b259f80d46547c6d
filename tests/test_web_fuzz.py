"""The API asked everything that its own description allows, and much that it does not: it never breaks and keeps its word."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from suasion.web import Desk, create_app
from web_world import made_up

HOST = {"Host": "127.0.0.1"}
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
EXAMPLES = 6
"""Questions of each kind to each operation: some 30 seconds in all."""


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
def test_the_api_keeps_its_word_whatever_it_is_asked(tmp_path: Path, mode: GenerationMode) -> None:
    app = create_app(Desk(made_up(tmp_path / "case"), lambda _: None))
    described = schemathesis.openapi.from_asgi("/api/v1/openapi.json", app, headers=HOST)
    found = described.exclude(method="POST", path="/api/v1/run").get_all_operations()
    operations = [one.ok() for one in found if isinstance(one, Ok)]
    assert len(operations) > 15
    for operation in operations:

        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(generation_mode=mode))
        def ask(case: schemathesis.Case[Any]) -> None:
            case.call_and_validate(headers=HOST, checks=CHECKS)

        with suppress(Unsatisfiable):  # nothing can be asked wrongly of what takes no words
            ask()
