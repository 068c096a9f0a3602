"""Asking for permission, as readers see it: the form and its answer, the letters about a request, and the page of a grant."""
