"""The pages, one file each: thin, no rules."""
