"""The page from which an article is republished, and the files it offers."""
