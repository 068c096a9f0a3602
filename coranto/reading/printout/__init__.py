"""Read print-outs: articles printed or saved from the web as plain text or Markdown, with all that stands round them."""

from coranto.reading.printout.reading import read_in_language, read_text

__all__ = ["read_in_language", "read_text"]
