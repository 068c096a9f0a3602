"""The open interface for programs: what is public, as JSON, read only. `description.py` says what it answers, `views.py` answers."""
