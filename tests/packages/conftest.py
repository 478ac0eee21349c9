"""The CRM to load rows into."""

from tests.fixtures.crm import crm

__all__ = ["crm"]
