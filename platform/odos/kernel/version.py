"""The version of Odos, which plugins name what they work with; the same as in ``pyproject.toml``."""

VERSION = "0.1.0"
