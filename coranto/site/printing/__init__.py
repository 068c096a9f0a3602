"""Print editions: an article as a PDF that carries its outlet, byline, source, copyright, terms and permanent address."""
