"""The `coranto` command (written out in a moment)."""
