"""What a person can do with the studio: the one layer that pages, command line and API call."""
