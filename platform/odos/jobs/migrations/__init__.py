"""Static tables of background work."""
