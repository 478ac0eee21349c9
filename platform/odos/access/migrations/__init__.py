"""Static tables of shares and teams."""
