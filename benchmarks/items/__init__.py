"""What is measured, with the limits that hold. Each module has its ``ITEMS``."""
