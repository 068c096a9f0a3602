"""Hostile input: whatever is typed, taken in or served from outside, nothing of it is run, and nothing that is not public is told."""
