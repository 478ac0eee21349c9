"""Static tables of attachments."""
