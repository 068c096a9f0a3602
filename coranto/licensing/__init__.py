"""The rights desk: requests for what the terms do not already allow, the letters about them, and the grants that are given."""
