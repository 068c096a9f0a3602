"""Coranto: self-hosted publishing and syndication for independent, multilingual publications."""

__version__ = "0.1.0"
