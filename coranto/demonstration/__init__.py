"""The demonstration publication: a small magazine about how news travels, as plain files, and what reads them.

Articles are Markdown with TOML front matter, everything else is TOML; `parsing.load()` gives all of it, checked.
Nothing here knows Django: loading it into an instance is wiring, which lives in `project`.
"""
