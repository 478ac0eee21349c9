"""Static tables of the personal layer."""
