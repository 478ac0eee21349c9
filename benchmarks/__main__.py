"""``python -m benchmarks``; README.md says more."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "platform"))

import django
from django.utils.module_loading import import_string

from benchmarks.environment import running_services
from benchmarks.options import read_options


def main() -> None:
    """Models can be imported when the settings stand, hence the import by name."""
    options = read_options(sys.argv[1:])
    with running_services():
        django.setup()
        import_string("benchmarks.program.run")(options)


if __name__ == "__main__":
    main()
