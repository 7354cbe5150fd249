"""Hypothesis for this folder: the same examples on every run, and no deadline on a busy machine."""

from hypothesis import settings

settings.register_profile("reproducible", derandomize=True, deadline=None, max_examples=60)
settings.load_profile("reproducible")
