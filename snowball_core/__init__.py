"""Snowball: from a keyword to a checked article, section by section, in the voice of a brand."""

__version__ = "0.1.0"
