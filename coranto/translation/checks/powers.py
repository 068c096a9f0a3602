"""Words and signs that multiply the number before them (5 million, 150万, ৩ লাখ), by language.

A word that ends in * may go on (million* → millions); a short sign that can mean something else as well (m is also metre) ends in ?.
What must not follow stands in (?!…): centavos are no hundreds, сотрудники neither.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

_K, _M, _G, _T = 10**3, 10**6, 10**9, 10**12

POWERS: dict[str, dict[int, str]] = {
    "en": {100: "hundred(?!th)*", _K: "thousand(?!th)* k?", _M: "million* mn mln mio m? mil?", _G: "billion* bn bln b? milliard*", _T: "trillion* tn trn", 10**5: "lakh* lac lacs", 10**7: "crore*"},
    "ar": {100: "مئة مائة مئات", 200: "مئتا مئتي مئتين مئتان مائتا مائتي", _K: "ألف آلاف ألفا ألفًا الف الاف", 2000: "ألفا? ألفي ألفين ألفان", _M: "مليون(?!ير)* ملايين مليونا", 2 * _M: "مليوني مليونا? مليونين مليونان", _G: "مليار(?!دير)* مليارات بليون بلايين", _T: "تريليون* ترليون*"},
    "az": {100: "yüz yüzü yüzə yüzün yüzdən yüzlük yüzlər*", _K: "min mini minə minin mində mindən minlik minlər*", _M: "milyon* mln", _G: "milyard* mlrd", _T: "trilyon* trln"},
    "be": {100: "сот сотні сотню сотня сотняў соцень сотнямі", _K: "тысяч* тыс", _M: "мільён* млн", _G: "мільярд* млрд", _T: "трыльён* трлн"},
    "bg": {100: "стотин(?!к)*", _K: "хиляд* хил", _M: "милион* млн", _G: "милиард* млрд", _T: "трилион* трлн"},
    "bn": {100: "শত* শ", _K: "হাজার*", 10**5: "লাখ(?!পতি)* লক্ষ(?![্ণ])*", 10**7: "কোটি(?!পতি)*", _M: "মিলিয়ন* মিলিয়ন*", _G: "বিলিয়ন* বিলিয়ন*", _T: "ট্রিলিয়ন* ট্রিলিয়ন*"},
    "ca": {100: "cent cents centenar*", _K: "mil miler*", _M: "milió milions m?", _G: "miliard*", _T: "bilió bilions"},
    "cs": {100: "set sta stě", _K: "tisíc* tis", _M: "milion* milión* mil? mio", _G: "miliard* mld", _T: "bilion* bilión* bil"},
    "da": {100: "hundred*", _K: "tusind*", _M: "million* mio mill", _G: "milliard* mia mrd", _T: "billion* bio"},
    "de": {100: "hundert(?!st)*", _K: "tausend(?!st)* tsd", _M: "million* mio", _G: "milliarde* mrd mia", _T: "billion* bio"},
    "el": {100: "εκατοντάδ*", _K: "χιλιάδ* χίλι* χιλ", _M: "εκατομμύρι* εκατομμυρί* εκατ", _G: "δισεκατομμύρι* δισεκατομμυρί* δισ δις", _T: "τρισεκατομμύρι* τρισεκατομμυρί* τρισ τρις"},
    "es": {100: "cien ciento* centenar*", _K: "mil miles", _M: "millón millones mill mm?", _G: "millardo* mil_millones", _T: "billón billones"},
    "et": {100: "sada saja sadat sajad sadu sadade", _K: "tuhan* tuh", _M: "miljon* mln", _G: "miljard* mld mrd", _T: "triljon*"},
    "eu": {100: "ehun(?!ek)*", _K: "mila milako milaka milatik milara milak", _M: "milioi(?!dun)*", _G: "mila_milioi* miliar*", _T: "bilioi*"},
    "fa": {100: "صد", _K: "هزار*", _M: "میلیون(?!ر)* ملیون*", _G: "میلیارد(?!ر)* ملیارد* بیلیون*", _T: "تریلیون* هزار_میلیارد"},
    "fi": {100: "sata sataa sadan sadat sadassa sadasta sadalla sadalle satoja satojen", _K: "tuhat* tuhan* tuhann*", _M: "miljoon* milj", _G: "miljard* mrd", _T: "biljoon*"},
    "fr": {100: "cent cents centaine*", _K: "mille milliers millier", _M: "million* m? mio", _G: "milliard* md mds mrd", _T: "billion* mille_milliards"},
    "gl": {100: "cen cento* centena*", _K: "mil miles", _M: "millón millóns", _G: "mil_millóns", _T: "billón billóns"},
    "gu": {100: "સો", _K: "હજાર* હજા*", 10**5: "લાખ*", 10**7: "કરોડ*", 10**9: "અબજ* બિલિયન*", _M: "મિલિયન*", _T: "ટ્રિલિયન*"},
    "he": {100: "מאות מאה", _K: "אלף אלפים אלפי", 2000: "אלפיים", _M: "מיליון* מליון* מיליוני", 2 * _M: "מיליונים?", _G: "מיליארד(?!ר)* ביליון*", _T: "טריליון*"},
    "hi": {100: "सौ", _K: "हज़ार* हजार*", 10**5: "लाख(?!पति)*", 10**7: "करोड़(?!पति)* करोड(?!पति|़पति)*", _G: "अरब? बिलियन*", _M: "मिलियन*", _T: "ट्रिलियन* खरब?"},
    "hr": {100: "stotin(?!k)*", _K: "tisuć* tis hiljad*", _M: "milijun* milion* mil mln", _G: "milijard* mlrd", _T: "bilijun* bilion*"},
    "hu": {100: "száz(?!alék|ad)*", _K: "ezer* ezr(?!ed)*", _M: "millió* mio", _G: "milliárd(?!os)* mrd", _T: "billió*"},
    "id": {100: "ratus*", _K: "ribu* rb", _M: "juta(?!wan)* jt", _G: "miliar* milyar* m?", _T: "triliun* trilyun*"},
    "it": {100: "cento centinai*", _K: "mila mille migliai*", _M: "milion* mln mil", _G: "miliard* mld mrd", _T: "bilion* mila_miliardi trilion*"},
    "ja": {100: "百", _K: "千(?!葉)", 10**4: "万(?!博) 萬", 10**8: "億", _T: "兆", _M: "百万 ミリオン"},
    "kn": {100: "ನೂರ*", _K: "ಸಾವಿರ*", 10**5: "ಲಕ್ಷ(?!ಣ|್ಯ)*", 10**7: "ಕೋಟಿ*", _M: "ಮಿಲಿಯನ್* ದಶಲಕ್ಷ*", _G: "ಬಿಲಿಯನ್* ಶತಕೋಟಿ*", _T: "ಟ್ರಿಲಿಯನ್*"},
    "ko": {100: "백", _K: "천", 10**4: "만", 10**8: "억", _T: "(?<!제\\d)(?<!제\\d\\d)(?<!제\\d\\d\\d)조(?![항각])", _M: "백만 밀리언"},
    "lt": {100: "šimt(?!me)*", _K: "tūkstan* tūkst", _M: "milijon* mln", _G: "milijard* mlrd", _T: "trilijon* trln"},
    "lv": {100: "simt(?!g)*", _K: "tūksto* tūkst", _M: "miljon* milj mlj", _G: "miljard* mljrd mlrd", _T: "triljon*"},
    "ml": {100: "നൂറ്* നൂറ*", _K: "ആയിര*", 10**5: "ലക്ഷ(?!ണ|്യ)*", 10**7: "കോടി*", _M: "മില്യൺ* മില്യണ്* ദശലക്ഷ*", _G: "ബില്യൺ* ബില്യണ്* ശതകോടി*", _T: "ട്രില്യൺ*"},
    "ms": {100: "ratus*", _K: "ribu*", _M: "juta(?!wan)*", _G: "bilion* billion*", _T: "trilion*"},
    "nb": {100: "hundre*", _K: "tusen*", _M: "million* mill mnok?", _G: "milliard* mrd", _T: "billion*"},
    "nl": {100: "honderd*", _K: "duizend*", _M: "miljoen* mln mio", _G: "miljard* mld mrd", _T: "biljoen* bln"},
    "pl": {100: "set setek", _K: "tysi* tys", _M: "milion* mln", _G: "miliard* mld", _T: "bilion* bln"},
    "pt": {100: "cem cento* centena*", _K: "mil milhares milhar", _M: "milhão milhões mi? milhõ*", _G: "bilhão bilhões biliões mil_milhões bi?", _T: "trilhão trilhões trilião triliões"},
    "ro": {100: "sută sute sutei sutelor", _K: "mii mie", _M: "milioan* milion* mil", _G: "miliard* mld", _T: "trilioan* trilion* mii_de_miliarde"},
    "ru": {100: "сот сотен сотни сотню сотня сотнями сотнях", _K: "тысяч* тыс", _M: "миллион* млн", _G: "миллиард* млрд", _T: "триллион* трлн"},
    "sk": {100: "sto*", _K: "tisíc* tis", _M: "milión* mil mio", _G: "miliard* miliárd* mld", _T: "bilión* bil"},
    "sl": {100: "sto", _K: "tisoč* tis", _M: "milijon* mio mil", _G: "milijard* mrd", _T: "bilijon*"},
    "sq": {100: "qind*", _K: "mijë mijëra mij*", _M: "milion*", _G: "miliard*", _T: "trilion* bilion?"},
    "sr": {100: "стотин(?!к)*", _K: "хиљад* хиљ", _M: "милион* мил", _G: "милијард* млрд", _T: "билион* трилион*"},
    "sv": {100: "hundra*", _K: "tusen*", _M: "miljon* mn milj mnkr?", _G: "miljard* md mdr", _T: "biljon*"},
    "ta": {100: "நூறு நூற்*", _K: "ஆயிர*", 10**5: "லட்ச* இலட்ச*", 10**7: "கோடி(?!ட்ட)*", _M: "மில்லியன்*", _G: "பில்லியன்*", _T: "ட்ரில்லியன்* டிரில்லியன்*"},
    "te": {100: "వంద* నూరు", _K: "వేల* వెయ్యి", 10**5: "లక్ష(?!ణ|్య)*", 10**7: "కోట్ల* కోటి*", _M: "మిలియన్*", _G: "బిలియన్*", _T: "ట్రిలియన్*"},
    "th": {100: "ร้อย", _K: "พัน(?!ธ)", 10**4: "หมื่น", 10**5: "แสน", _M: "ล้าน", _G: "พันล้าน", _T: "ล้านล้าน"},
    "tr": {100: "yüz yüzü yüze yüzün yüzden yüzlük yüzler*", _K: "bin bini bine binin binde binden binlik binler*", _M: "milyon* mn", _G: "milyar* mr mlr", _T: "trilyon*"},
    "uk": {100: "сот сотень сотні сотню сотня сотнями", _K: "тисяч* тис", _M: "мільйон* млн", _G: "мільярд* млрд", _T: "трильйон* трлн"},
    "vi": {100: "trăm", _K: "nghìn ngàn", _M: "triệu", _G: "tỷ(?!_(?:lệ|số|giá|trọng|phú)) tỉ(?!_(?:lệ|số|giá|trọng|phú))", _T: "nghìn_tỷ nghìn_tỉ ngàn_tỷ"},
    "zh-Hans": {100: "百(?![分帕])", _K: "千(?![米克瓦卡赫伏帕字])", 10**4: "万", 10**8: "亿", _T: "兆(?![瓦赫字伏帕]) 万亿", _M: "百万", 10**7: "千万"},
    "zh-Hant": {100: "百(?![分帕])", _K: "千(?![米克瓦卡赫伏帕字])", 10**4: "萬 万", 10**8: "億", _T: "兆(?![瓦赫字伏帕]) 萬億", _M: "百萬", 10**7: "千萬"},
}  # fmt: skip

_UNSPACED = ("ja", "ko", "th", "zh-Hans", "zh-Hant")
_LETTER = "[\\w\u0300-\u036f\u0900-\u0963\u0966-\u0d7f]"  # signs of vowels are none for \\w, and शिशु would end after its first letter
_LONGEST_ENDING = 4  # letters that a word's ending adds; a longer one may be of another word (centimetres)
_RICH = "(?!n?(?:air|är|ær|ar|ár|ář|ār|aš|er|der|ier|ер|єр|ээр|эр|öör))"  # a millionaire is no million
_MILLIONS_IN_ER = {"da", "nb", "sv"}


@dataclass(frozen=True, slots=True)
class Power:
    """What multiplies: a pattern that matches right where the number ends, one of the word alone to look for, and by how much."""

    pattern: re.Pattern[str]
    alone: re.Pattern[str]  # the gap before a word must not be searched for: a long run of spaces would cost its cube
    times: Decimal
    is_sure: bool

    def surely(self, hit: re.Match[str]) -> bool:
        """Whether what was found can be nothing else."""
        return self.is_sure and len(hit["ending"] or "") <= _LONGEST_ENDING


@lru_cache(maxsize=64)
def powers(language: str) -> tuple[Power, ...]:
    """What multiplies in a language, longest first."""
    found = []
    for power, words in POWERS.get(language, {}).items():
        for word in words.split():
            is_sure, goes_on = not word.endswith("?"), word.endswith("*")
            bare = word.rstrip("?*").replace("_", r"\s+")
            rich = ("(?!är|ær)" if language in _MILLIONS_IN_ER else _RICH) if power >= _M and goes_on else ""
            end = rf"(?P<ending>{_LETTER}*)" if goes_on and language not in _UNSPACED else "(?P<ending>)" + ("" if language in _UNSPACED else f"(?!{_LETTER})")
            # The word for a thousand is a hundred thousand's beginning in several languages, so the longer word is tried first.
            pattern = re.compile(rf"[\s\u00a0\u202f]*(?:de\s+)?[-‑]?{bare}{rich}{end}\.?", re.IGNORECASE)
            alone = re.compile(f"{bare}{rich}{end}", re.IGNORECASE)
            found.append((len(bare), Power(pattern, alone, Decimal(power), is_sure)))
    return tuple(power for _, power in sorted(found, key=lambda one: -one[0]))
