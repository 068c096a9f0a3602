"""Terms of reuse as readers and machines find them: a page in every language, and the same in the formats of programs."""
