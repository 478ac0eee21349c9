#!/usr/bin/env python3
"""The command line of Odos: ``python manage.py help``."""

from __future__ import annotations

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / "platform"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "odos.config.settings")

from odos.config.commandline import run

if __name__ == "__main__":
    run(sys.argv)
