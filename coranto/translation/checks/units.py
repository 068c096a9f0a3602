"""Units and currencies beside a number that the translation has exchanged for others of the same kind."""

from __future__ import annotations

import re

from coranto.translation.checks.problem import Compared, Problem, problem

# kind → unit → what it looks like after a number, in the languages of the table. Only what is sure of itself is listed.
_UNITS: dict[str, dict[str, str]] = {
    "length": {
        "kilometre": r"km|км|kilomet\w*|kilómet\w*|quil[oóô]met\w*|chilomet\w*|kilometr\w*|χιλι[οό]μετρ\w*|χλμ|кіл[аo]метр\w*|кілометр\w*|километ\w*|كيلومتر\w*|كم|کیلومتر|ק\"מ|ק״מ|קילומטר\w*|公里|千米|キロメートル|キロ|킬로미터|กิโลเมตร|กม|किलोमीटर|किमी|কিলোমিটার|কিমি|કિલોમીટર|કિમી|கிலோமீட்டர்\w*|கிமீ|కిలోమీటర్\w*|కిమీ|ಕಿಲೋಮೀಟರ್\w*|ಕಿಮೀ|കിലോമീറ്റർ\w*",
        "mile": r"mi|miles?|mili?lj\w*|mil[ylij]\w{0,4}|meilen?|milles?|millas?|milhas?|miglia|miglio|mijl\w*|mérföld\w*|mailia|maili\w*|μίλι\w*|мил[яьиеі]\w*|міл[яьіь]\w*|ميل\w*|أميال|مایل|מייל\w*|英里|マイル|마일|ไมล์|मील|মাইল|માઇલ|மைல்\w*|మైళ్\w*|ಮೈಲಿ\w*|മൈൽ\w*|dặm|batu",
    },
    "mass": {
        "kilogram": r"kg|кг|kilo(?:gram\w*|s)?|quilo\w*|chilogramm\w*|κιλά|κιλό|килограмм\w*|килограм\w*|кілограм\w*|كيلوغرام\w*|كجم|کیلوگرم|ק\"ג|ק״ג|קילוגרם|公斤|千克|キログラム|킬로그램|กิโลกรัม|กก|किलोग्राम|किलो|কিলোগ্রাম|কেজি|કિલોગ્રામ|கிலோகிராம்\w*|కిలోగ్రాము\w*|ಕಿಲೋಗ್ರಾಂ\w*|കിലോഗ്രാം",
        "pound": r"lbs?|pounds?|pfund|libras?|livres?|libbre|фунт\w*|磅|ポンド|파운드",
    },
    "temperature": {
        "Celsius": r"°\s?C|℃|(?:degrees?\s|grad[oi]?s?\s|degrés?\s|grad\s)?celsius|градус\w*\sцельси\w*|摄氏度|攝氏|セ氏|섭씨",
        "Fahrenheit": r"°\s?F|℉|(?:degrees?\s|grad[oi]?s?\s|degrés?\s|grad\s)?fahrenheit|фаренгейт\w*|华氏度|華氏|カ氏|화씨",
    },
    "share": {"percent": r"%|٪|﹪|％", "per mille": r"‰"},
}
_CURRENCIES = {"dollar": "$", "euro": "€", "pound": "£", "yen": "¥", "rupee": "₹", "rouble": "₽", "hryvnia": "₴", "lira": "₺", "won": "₩", "shekel": "₪"}
_KIND = {
    kind: {
        unit: re.compile(rf"(?<=[\d٠-٩۰-۹०-९০-৯๐-๙])[\s\u00a0\u202f]?(?:[-‑])?(?:{pattern})(?![A-Za-zÀ-ž])", re.IGNORECASE) for unit, pattern in units.items()
    }
    for kind, units in _UNITS.items()
}


def units(pair: Compared) -> list[Problem]:
    """Warn of a unit or currency that has become another one of the same kind; what is written in words elsewhere is let be."""
    found = []
    for known in _KIND.values():
        theirs = {unit: hit for unit, pattern in known.items() if (hit := pattern.search(pair.source_words))}
        ours = {unit: hit for unit, pattern in known.items() if (hit := pattern.search(pair.target_words))}
        for unit in theirs.keys() - ours.keys():
            other = next(iter(ours.keys() - theirs.keys()), None)
            if other is not None:
                text = f"{unit.capitalize()} has become {other}; see that the number fits."
                found.append(problem("unit", text, at=ours[other].span(), source_at=theirs[unit].span()))
    theirs_signs = {name for name, sign in _CURRENCIES.items() if sign in pair.source_words}
    ours_signs = {name for name, sign in _CURRENCIES.items() if sign in pair.target_words}
    if theirs_signs and ours_signs - theirs_signs and theirs_signs - ours_signs:
        was, new = min(theirs_signs - ours_signs), min(ours_signs - theirs_signs)
        start, at = pair.source_words.index(_CURRENCIES[was]), pair.target_words.index(_CURRENCIES[new])
        text = f"{was.capitalize()} has become {new}; see that the sum is right."
        found.append(problem("unit", text, at=(at, at + 1), source_at=(start, start + 1)))
    return found
