"""."""
ITEMS: tuple = ()
