"""What holds for every test: no network, and no silent skip in CI."""

from __future__ import annotations

import os

import pytest

FAIL_ON_SKIP = os.environ.get("SUASION_FAIL_ON_SKIP") == "1"


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if (
        FAIL_ON_SKIP
        and reporter is not None
        and reporter.stats.get("skipped")
        and exitstatus == pytest.ExitCode.OK
    ):
        reporter.write_line("SUASION_FAIL_ON_SKIP=1: a skipped test counts as a failure here.", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
