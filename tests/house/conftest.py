"""The client of the HTTP contract, to count what its requests ask the database."""

from tests.api.conftest import api_for, nobody, root

__all__ = ["api_for", "nobody", "root"]
