"""The CRM to import into."""

from tests.fixtures.crm import crm

__all__ = ["crm"]
