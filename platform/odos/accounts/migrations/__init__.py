"""Static tables of people and credentials."""
