"""Imports go down only."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]


def test_import_contracts_hold():
    beside_python = Path(sys.executable).with_name("lint-imports")
    program = str(beside_python) if beside_python.exists() else shutil.which("lint-imports")
    environment = os.environ | {"PYTHONPATH": str(PROJECT / "platform")}
    assert program, "import-linter is not installed: make setup"
    result = subprocess.run(
        [program, "--no-cache"], cwd=PROJECT, env=environment, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stdout + result.stderr
