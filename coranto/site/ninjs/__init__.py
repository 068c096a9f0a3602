"""Every public article as a ninjs item: gathered here, written by `syndication/ninjs`."""
