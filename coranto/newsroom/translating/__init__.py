"""The translators' part of the desk."""
