"""What a newcomer is told by ``make`` where something is missing: what it is, what to do, and before anything is fetched."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings

FILES = ("Makefile", "requirements.txt", "requirements-dev.txt", "ui/package.json", "ui/package-lock.json")
ALWAYS_THERE = ("awk", "cat", "dirname", "expand", "find", "grep", "mkdir", "rm", "sed", "touch")
PYTHON = """
case "$*" in
  "-c "*) exit {too_old} ;;
  --version) echo Python 3.9.18 ;;
  "-m venv .venv") {venv} ;;
  *) echo "unexpected: $*" >&2; exit 9 ;;
esac
"""
MAKES_ONE = (
    "mkdir -p .venv/bin; printf '#!/bin/sh\\n%s\\n' '{pip}' > .venv/bin/python; chmod +x .venv/bin/python"
)
NODE = """
case "$1" in --version) echo v18.20.0 ;; -e) exit {too_old} ;; esac
"""


@dataclass
class Machine:
    """A fresh checkout, and a path of programs on which nothing else is found."""

    home: Path

    def has(self, program: str, body: str) -> None:
        file = self.home / "bin" / program
        file.write_text(f"#!/bin/bash\n{body}\n")
        file.chmod(0o755)

    def make(self, *goals: str) -> subprocess.CompletedProcess[str]:
        environment = {"PATH": str(self.home / "bin"), "HOME": str(self.home), "LC_ALL": "C"}
        command = [str(shutil.which("make")), *goals]
        return subprocess.run(
            command, cwd=self.home / "odos", env=environment, capture_output=True, text=True, check=False
        )

    def refuses(self, *goals: str) -> str:
        answer = self.make(*goals)
        assert answer.returncode == 2, answer
        assert not (self.home / "odos/.venv/installed").exists()
        return answer.stdout


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """With everything that is needed, except for what a test takes away."""
    if shutil.which("make") is None:
        pytest.skip("there is no make")
    for name in FILES:
        target = tmp_path / "odos" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(settings.PROJECT / name, target)
    (tmp_path / "bin").mkdir()
    for program in (*ALWAYS_THERE, "chmod"):
        os.symlink(str(shutil.which(program)), tmp_path / "bin" / program)
    machine = Machine(tmp_path)
    machine.has("python3", PYTHON.format(too_old=0, venv=MAKES_ONE.format(pip="exit 0")))
    machine.has("node", NODE.format(too_old=0))
    machine.has("npm", "exit 0")
    machine.has("df", "echo 'Filesystem'; echo '/dev/sda 9 9 9000000 9% /'")
    return machine


def test_python_is_missing(machine: Machine):
    (machine.home / "bin/python3").unlink()
    assert "Python 3.11 or newer is needed: https://www.python.org" in machine.refuses("run")


def test_python_is_too_old(machine: Machine):
    machine.has("python3", PYTHON.format(too_old=1, venv="exit 1"))
    said = machine.refuses()
    assert "Python 3.9.18 was found" in said
    assert "make PYTHON=python3.12" in said


def test_python_has_no_venv_and_leaves_no_half_of_one(machine: Machine):
    machine.has("python3", PYTHON.format(too_old=0, venv="mkdir -p .venv/bin; exit 1"))
    assert "apt-get install python3-venv" in machine.refuses("run")
    assert not (machine.home / "odos/.venv").exists()


@pytest.mark.parametrize("program", ["node", "npm"])
def test_node_is_missing_and_that_is_told_before_minutes_of_fetching(machine: Machine, program: str):
    (machine.home / "bin" / program).unlink()
    said = machine.refuses("run")
    assert "Node.js 20.19 or newer (with npm) is needed" in said
    assert "https://nodejs.org/" in said
    assert "Installing" not in said


def test_node_is_too_old(machine: Machine):
    machine.has("node", NODE.format(too_old=1))
    said = machine.refuses("test")
    assert "v18.20.0 was found: https://nodejs.org/" in said
    assert "Installing" not in said


@pytest.mark.parametrize(
    ("version", "is_fine"),
    [("18.20.0", False), ("20.18.3", False), ("20.19.0", True), ("21.7.0", False), ("22.11.0", False),
     ("22.12.0", True), ("24.0.0", True)],
)  # fmt: skip
def test_which_versions_of_node_are_fine(machine: Machine, version: str, is_fine: bool):
    """What the build tool runs on; a real Node judges, told that it is another version."""
    if (node := shutil.which("node")) is None:
        pytest.skip("there is no node")
    pretend = f"Object.defineProperty(process.versions, 'node', {{value: '{version}'}});"
    machine.has(
        "node", f'if [ "$1" = --version ]; then echo v{version}; else exec {node} -e "{pretend} $2"; fi'
    )
    said = machine.make("setup").stdout
    assert (f"v{version} was found" in said) is not is_fine
    assert ("Installing the Python packages" in said) is is_fine


def test_the_disk_is_nearly_full(machine: Machine):
    machine.has("df", "echo 'Filesystem'; echo '/dev/sda 9 9 90000 99% /'")
    assert "Less than 1.5 GB are free" in machine.refuses("run")


def test_packages_cannot_be_fetched(machine: Machine):
    machine.has("python3", PYTHON.format(too_old=0, venv=MAKES_ONE.format(pip="echo no route >&2; exit 1")))
    said = machine.refuses("run")
    assert "The Python packages could not be fetched; the lines above say why." in said
    assert "HTTPS_PROXY" in said


def test_packages_of_the_screens_cannot_be_fetched(machine: Machine):
    machine.has("npm", "exit 1")
    answer = machine.make("run")
    assert answer.returncode == 2
    assert "The packages of the user interface could not be fetched" in answer.stdout
    assert not (machine.home / "odos/ui/node_modules/installed").exists()


def test_make_help_names_every_command(machine: Machine):
    said = machine.make("help").stdout
    named = {line.split()[0] for line in said.splitlines()}
    assert {"run", "test", "test-server", "lint", "fmt", "bench", "password", "clean", "help"} <= named
