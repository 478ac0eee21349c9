"""The benchmark runs and writes what it promises; how fast it is says `make bench`."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.results import Result

PROJECT = Path(__file__).resolve().parents[2]
KEYS = {"name", "ours", "reference", "ratio", "limit", "unit"}
SUBJECTS = (
    "page of 50", "exact count", "at 90 %", "get one", "create", "update", "metadata queries", "bulk create",
    "a field added", "failed requests", "a new entity", "during publishes", "during an index build",
    "during a bulk write", "memory of", "memory added",
    "lost or doubled", "reminder rules over",
)  # fmt: skip


@pytest.fixture
def data() -> Iterator[Path]:
    """Under a short path, as sockets need."""
    folder = Path(tempfile.mkdtemp(prefix="odos-bench-"))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.mark.slow
def test_a_quick_run_measures_every_subject(data: Path):
    output = data / "results.json"
    run = subprocess.run(
        [sys.executable, "-m", "benchmarks", "--quick", "--output", str(output)],
        cwd=PROJECT, env=_environment(data), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stdout + run.stderr
    results = json.loads(output.read_text())
    assert all(result.keys() == KEYS for result in results)
    assert [one for one in results if not (isinstance(one["ours"], int | float) and one["unit"])] == []
    names = [result["name"] for result in results]
    assert len(set(names)) == len(names)
    assert [subject for subject in SUBJECTS if not any(subject in name for name in names)] == []
    assert {result["ours"] for result in results if result["name"].startswith("metadata queries")} == {0}


def _environment(data: Path) -> dict[str, str]:
    """Without what the test run has set for itself."""
    own = {"DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE", "PYTHONPATH"}
    rest = {key: value for key, value in os.environ.items() if key not in own and not key.startswith("ODOS_")}
    return rest | {"ODOS_DATA_DIR": str(data)}


@pytest.mark.parametrize(
    ("result", "within"),
    [
        (Result("as fast as half", 1, 2, 0.5, "ms"), True),
        (Result("too slow", 1.1, 2, 0.5, "ms"), False),
        (Result("quick enough", 199, None, 200, "ms"), True),
        (Result("too few rows", 4_999, None, 5_000, "rows/s"), False),
        (Result("enough rows", 5_000, None, 5_000, "rows/s"), True),
        (Result("no limit", 5_000, None, None, "ms"), None),
        (Result("none at all", 0, None, 0, "queries"), True),
    ],
    ids=lambda value: value.name if isinstance(value, Result) else "",
)
def test_limits_bound_the_ratio_or_our_number(result: Result, within: bool | None):
    assert result.is_within is within
