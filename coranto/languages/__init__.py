"""Room `languages`: the languages of the publication as data, and how dates, numbers and names look in each."""

from coranto.languages.matching import match, negotiate, readable_instead
from coranto.languages.table import CODES, Language, UnknownLanguage, get, locale
from coranto.languages.table import all_languages as all

__all__ = ["CODES", "Language", "UnknownLanguage", "all", "get", "locale", "match", "negotiate", "readable_instead"]
