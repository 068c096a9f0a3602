"""Feeds that are made for partners: what is in them, in three formats, and the addresses that answer."""
