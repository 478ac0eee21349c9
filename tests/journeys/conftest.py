"""The CRM as customers get it."""

from tests.fixtures.crm import crm, demo

__all__ = ["crm", "demo"]
