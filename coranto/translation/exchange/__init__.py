"""Translations in the formats that translators' tools read and write: TMX 1.4 and XLIFF 2.1. Pure; hostile files are refused whole."""

from coranto.translation.exchange.shapes import Broken, Code, ExchangeError, Job, TooMuch, Unit, WrongLanguage

__all__ = ["Broken", "Code", "ExchangeError", "Job", "TooMuch", "Unit", "WrongLanguage"]
