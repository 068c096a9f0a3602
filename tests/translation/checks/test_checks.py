"""What a reader would notice is wrong is found and pointed to, in many languages and scripts; what is right is let be."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from coranto.languages.table import CODES as LANGUAGES
from coranto.translation.checks import CODES, Lengths, Problem, Term, check, learn_lengths
from coranto.translation.checks.seeding import additions
from coranto.translation.engine import Term as EngineTerm
from coranto.translation.segments import cut


@dataclass(frozen=True)
class Span:
    start: int
    end: int
    kind: str
    text: str


@dataclass(frozen=True)
class Sentence:
    text: str
    plain: str
    protected: tuple[Span, ...] = ()


def make_sentence(plain: str, *, written: str = "", **protected: str) -> Sentence:
    """A sentence; each keyword is a kind, its value the protected text (more of them joined by |)."""
    spans = [Span(plain.index(text), plain.index(text) + len(text), kind, text) for kind, texts in protected.items() for text in texts.split("|")]
    return Sentence(written or plain.replace("&", "&amp;").replace("<", "&lt;"), plain, tuple(spans))


def find(source: Sentence | str, target: str, to: str, *, of: str = "en", **more) -> list[Problem]:
    sentence = make_sentence(source) if isinstance(source, str) else source
    return check(sentence, target, source_language=of, target_language=to, **more)


def codes(*given, **more) -> set[str]:
    return {one.code for one in find(*given, **more)}


RIGHT = "The old harbour was closed to all ships after the storm of last winter."
TRANSLATED = {
    "ar": "أُغلق الميناء القديم أمام جميع السفن بعد عاصفة الشتاء الماضي.",
    "el": "Το παλιό λιμάνι έκλεισε για όλα τα πλοία μετά την καταιγίδα του περασμένου χειμώνα.",
    "fa": "بندر قدیمی پس از توفان زمستان گذشته به روی همه کشتی‌ها بسته شد.",
    "fi": "Vanha satama suljettiin kaikilta laivoilta viime talven myrskyn jälkeen.",
    "he": "הנמל הישן נסגר בפני כל הספינות לאחר הסערה של החורף שעבר.",
    "hi": "पिछली सर्दियों के तूफ़ान के बाद पुराना बंदरगाह सभी जहाज़ों के लिए बंद कर दिया गया।",
    "ja": "昨冬の嵐のあと、古い港はすべての船に対して閉鎖された。",
    "ko": "지난겨울의 폭풍 이후 옛 항구는 모든 배에 대해 폐쇄되었다.",
    "ru": "Старая гавань была закрыта для всех судов после бури прошлой зимой.",
    "sr": "Стара лука је затворена за све бродове после олује прошле зиме.",
    "ta": "கடந்த குளிர்காலப் புயலுக்குப் பிறகு பழைய துறைமுகம் எல்லாக் கப்பல்களுக்கும் மூடப்பட்டது.",
    "th": "ท่าเรือเก่าถูกปิดไม่ให้เรือทุกลำเข้าหลังพายุเมื่อฤดูหนาวที่แล้ว",
    "tr": "Eski liman geçen kışki fırtınadan sonra bütün gemilere kapatıldı.",
    "zh-Hans": "去年冬天的风暴过后，旧港口对所有船只关闭。",
    "zh-Hant": "去年冬天的風暴過後，舊港口對所有船隻關閉。",
}


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_right_translation_is_let_be(language: str) -> None:
    assert find(RIGHT, TRANSLATED[language], language) == []
    assert find(TRANSLATED[language], RIGHT, "en", of=language) == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_what_engines_do_when_they_fail_is_found_in_every_language(language: str) -> None:
    right = TRANSLATED[language]
    words = right.split() if " " in right else [right[:4], right[4:]]
    wrong = {
        "empty": " ",
        "replacement": right.replace(words[0], words[0] + "\ufffd", 1),
        "bidi": "\u202e" + right,
        "quotes": right + "”",
        "links": right + " https://ads.example/now",
        "repetition": right + " " + " ".join([words[1]] * 6),
        "markup": right + "<1>",
        "runaway": right * 40,
        "same": RIGHT,
        "script": "Ըստ հին ավանդության ամեն ինչ փակվեց հին նավահանգստում",
    }
    for code, target in wrong.items():
        found = find(RIGHT, target, language)
        assert code in {one.code for one in found}, (code, target)
        assert found[0].is_blocking and CODES[code]


@pytest.mark.parametrize("language", [one for one in TRANSLATED if one != "ru"])
def test_another_language_is_found(language: str) -> None:
    other = TRANSLATED["ru"] if language != "sr" else f"{TRANSLATED['ru']} Теперь туда нельзя зайти даже рыбакам, которые живут рядом."
    assert codes(RIGHT, other, language) & {"language", "script"}
    assert codes(RIGHT, RIGHT.replace("old", "ancient"), language) & {"language", "script"}


@pytest.mark.parametrize(
    ("to", "said", "text"),
    [
        ("hr", "sr", "Stara luka je zatvorena za sve brodove poslije oluje koja je bila prošle zime."),
        ("da", "nb", "Den gamle havnen ble stengt for alle skip etter stormen sist vinter."),
        ("id", "ms", "Pelabuhan lama itu ditutup untuk semua kapal selepas ribut musim sejuk lalu."),
        ("cs", "sk", "Starý prístav bol po búrke minulú zimu uzavretý pre všetky lode."),
        ("es", "gl", "O vello porto quedou pechado a todos os barcos despois da tormenta do pasado inverno."),
    ],
)
def test_languages_that_are_taken_for_one_another_do_not_accuse_each_other(to: str, said: str, text: str) -> None:
    assert "language" not in codes(RIGHT, text, to)
    assert "language" in codes(RIGHT, text, "fi"), "the control: the same text is no Finnish"


def test_simplified_characters_are_not_traditional_ones() -> None:
    text = "去年冬天的风暴过后，这个旧港口对所有船只关闭，游客们也进不去了。"
    assert "language" in codes(RIGHT, text, "zh-Hant") and "language" not in codes(RIGHT, text, "zh-Hans")


# Numbers: right ones in every way of writing them, then each of them changed


@pytest.mark.parametrize(
    ("source", "to", "right", "wrong"),
    [
        ("The town spent 1.5 million in 2020.", "de", "Die Stadt gab 2020 1,5 Millionen aus.", "Die Stadt gab 2020 15 Millionen aus."),
        ("The town spent 1.5 million in 2020.", "fr", "La ville a dépensé 1,5 million en 2020.", "La ville a dépensé 1,5 milliard en 2020."),
        ("The town spent 2 billion in 2020.", "es", "La ciudad gastó 2.000 millones en 2020.", "La ciudad gastó 2 billones en 2020."),
        ("The town spent 1,500,000 in 2020.", "zh-Hans", "该市在2020年花费了150万。", "该市在2020年花费了15万。"),
        ("The town spent 350 million in 2020.", "ja", "町は2020年に3億5000万を使った。", "町は2020年に3億500万を使った。"),
        ("The town spent 12,000 in 2020.", "ko", "시는 2020년에 1만 2000을 썼다.", "시는 2020년에 12만을 썼다."),
        ("Some 250,000 people came.", "hi", "लगभग 2.5 लाख लोग आए।", "लगभग 25 लाख लोग आए।"),
        ("Some 30 million people came.", "bn", "প্রায় ৩ কোটি মানুষ এসেছিলেন।", "প্রায় ৩ লাখ মানুষ এসেছিলেন।"),
        ("Some 12,345.67 were paid.", "ar", "دُفع نحو ١٢٬٣٤٥٫٦٧.", "دُفع نحو ١٢٬٣٤٥٫٧٦."),
        ("Some 12,345 were paid in 2024.", "fa", "در سال ۲۰۲۴ حدود ۱۲٬۳۴۵ پرداخت شد.", "در سال ۲۰۲۴ حدود ۱۲٬۳۵۴ پرداخت شد."),
        ("It began in 2024.", "th", "เริ่มขึ้นในปี พ.ศ. 2567", "เริ่มขึ้นในปี พ.ศ. 2565"),
        ("It took 3 hours and 20 minutes.", "ru", "Это заняло три часа и двадцать минут.", "Это заняло три часа и 30 минут."),
        ("It took 45 days.", "uk", "Це тривало сорок п’ять днів.", "Це тривало 54 дні."),
        ("All 12 members left.", "fi", "Kaikki kaksitoista jäsentä lähtivät.", "Kaikki 21 jäsentä lähtivät."),
        ("It was 10,000 in 1990.", "sv", "Det var 10 000 år 1990.", "Det var 100 000 år 1990."),
        ("It rose 3.5 percent.", "pl", "Wzrosło o 3,5 procent.", "Wzrosło o 5,3 procent."),
        ("It is a 19th century house.", "da", "Det er et hus fra 1800-tallet.", "Det er et hus fra 1700-tallet."),
        ("It opened at 3:30 p.m.", "el", "Άνοιξε στις 15:30.", "Άνοιξε στις 16:30."),
        ("It opened on 5 March 2019.", "ja", "2019年3月5日に開いた。", "2019年3月6日に開いた。"),
        ("World War 2 ended in 1945.", "it", "La II guerra mondiale finì nel 1945.", "La II guerra mondiale finì nel 1954."),
        ("Some 200 people came.", "te", "సుమారు 200 మంది వచ్చారు.", "సుమారు 300 మంది వచ్చారు."),
        ("Some 7 people came.", "ml", "ഏഴ് പേർ വന്നു.", "9 പേർ വന്നു."),
        ("Only 1 hour is left.", "he", "נותרה רק שעה.", "נותרו רק 4 שעות."),
    ],
)  # fmt: skip
def test_numbers_are_compared_by_what_they_mean(source: str, to: str, right: str, wrong: str) -> None:
    assert "numbers" not in codes(source, right, to)
    assert "numbers" in codes(source, wrong, to)


def test_a_changed_number_is_pointed_to_on_both_sides() -> None:
    target = "Im Jahr 1848 kamen 120 Leute."
    (found,) = find("In 1848 some 210 people came.", target, "de")
    assert (target[found.start : found.end], "In 1848 some 210 people came."[found.source_start : found.source_end]) == ("120", "210")
    assert not found.is_blocking


def test_figures_in_code_and_links_are_no_numbers() -> None:
    source = make_sentence("Run step42 at https://example.org/2024/ now.", code="step42", url="https://example.org/2024/")
    assert codes(source, "Führen Sie jetzt step42 auf https://example.org/2024/ aus.", "de") == set()
    assert codes(source, "Führen Sie jetzt step43 auf https://example.org/2025/ aus.", "de") == {"links", "code", "numbers"} or "code" in codes(
        source, "Führen Sie jetzt step43 auf https://example.org/2025/ aus.", "de"
    )


# Names, links, terms


@pytest.mark.parametrize(
    ("to", "right", "wrong"),
    [
        ("de", "Marie Curie kam nach Paris.", "Sie kam nach Paris."),
        ("pl", "Przyjaciele Marii Curie przyjechali.", "Przyjaciele Anny Nowak przyjechali."),
        ("cs", "Přišli přátelé Marie Curieové.", "Přišli její přátelé."),
    ],
)
def test_a_name_may_change_its_ending_but_not_go(to: str, right: str, wrong: str) -> None:
    source = make_sentence("The friends of Marie Curie came to Paris.", name="Marie Curie")
    assert "name" not in codes(source, right, to)
    missing = [one for one in find(source, wrong, to) if one.code == "name"]
    assert missing and missing[0].is_blocking and source.plain[missing[0].source_start : missing[0].source_end] == "Marie Curie"


@pytest.mark.parametrize(
    ("to", "right", "wrong"),
    [
        ("ru", "Приехал Барак Обама.", "Приехал Владимир Петров."),
        ("ar", "وصل باراك أوباما.", "وصل فلاديمير بيتروف."),
        ("ja", "バラク・オバマが到着した。", "ジョン・スミスが到着した。"),
        ("hi", "बराक ओबामा पहुँचे।", "नरेश कुमार पहुँचे।"),
        ("lv", "Ieradās Baraks Obama.", "Ieradās Džons Smits."),
    ],
)
def test_a_name_across_scripts_is_compared_by_its_sound_and_warned_of(to: str, right: str, wrong: str) -> None:
    source = make_sentence("Barack Obama arrived.", name="Barack Obama")
    assert not codes(source, right, to) & {"name", "name-unsure"}
    assert "name-unsure" in codes(source, wrong, to) and "name" not in codes(source, wrong, to)


def test_a_name_of_one_word_is_only_warned_of_unless_the_glossary_has_its_form() -> None:
    source = make_sentence("Charlemagne came.", name="Charlemagne")
    assert codes(source, "Karl der Große kam.", "de") == {"name-unsure"}
    assert codes(source, "Karl der Große kam.", "de", glossary=[Term("Charlemagne", "Karl der Große")]) == set()
    assert codes(source, "Otto kam.", "de", glossary=[Term("Charlemagne", "Karl der Große")]) == {"name", "term"}


def test_a_form_in_the_glossary_makes_sure_of_a_name() -> None:
    source, glossary = make_sentence("Xi Jinping arrived.", name="Xi Jinping"), [Term("Xi Jinping", "习近平")]
    assert "name" not in codes(source, "习近平到了。", "zh-Hans", glossary=glossary)
    assert "name" in codes(source, "李克强到了。", "zh-Hans", glossary=glossary)


def test_addresses_stay_as_they_are() -> None:
    source = make_sentence("Write to desk@example.org or @coranto, see www.example.org.", email="desk@example.org", handle="@coranto", url="www.example.org")
    assert codes(source, "Escriba a desk@example.org o a @coranto; vea www.example.org.", "es") == set()
    wrong = [one for one in find(source, "Escriba a mesa@example.org o a @corante; vea www.example.com.", "es") if one.code == "links"]
    assert len(wrong) == 6, "three are missing and three are new"


@pytest.mark.parametrize(
    ("language", "text", "to", "right"),
    [
        ("zh-Hans", "写信给a@example.org或见https://example.org/a。", "en", "Write to a@example.org or see https://example.org/a."),
        ("en", "Write to a@example.org or see https://example.org/a.", "ja", "a@example.orgまで書くか、https://example.org/aを見る。"),
        ("en", "Write to a@example.org or see https://example.org/a.", "ko", "a@example.org로 쓰거나 https://example.org/a를 보라."),
        ("th", "ดูhttps://example.org/aหรือเขียนถึงa@example.orgได้", "tr", "https://example.org/a'ya bakın ya da a@example.org'a yazın."),
        ("en", "It stands at https://example.org/a.", "fi", "Se on osoitteessa https://example.org/a:ssa."),
    ],
)
def test_an_address_is_the_same_however_its_language_goes_on_behind_it(language: str, text: str, to: str, right: str) -> None:
    document = {"language": language, "headline": text, "standfirst": "", "note": "", "image": None, "credits": [], "body": []}
    (segment,) = cut(document)
    assert "links" not in codes(segment, right, to, of=language)
    assert "links" in codes(segment, right.replace("/a", "/attack"), to, of=language), "it leads elsewhere"
    assert "links" in codes(segment, right.replace("example.org/a", "example.org"), to, of=language)


def test_terms_of_the_glossary_are_used_and_forbidden_words_are_not() -> None:
    glossary = [EngineTerm("ceasefire", "alto el fuego", ("tregua",))]
    assert codes("The ceasefire holds.", "El alto el fuego se mantiene.", "es", glossary=glossary) == set()
    found = find("The ceasefire holds.", "La tregua se mantiene.", "es", glossary=glossary)
    assert [one.code for one in found] == ["term", "term"] and not any(one.is_blocking for one in found)
    assert codes("The war goes on.", "La tregua continúa.", "es", glossary=glossary) == set(), "the source does not have the term"


# Markup, quotes, dates, units, lengths


@pytest.mark.parametrize(
    "target", ["Neu <1>hier", "Neu hier</1>", "Neu hier", "<2>Neu</2> <1>hier</1>", "<1>Neu<1/> hier</1>", "<1>Neu & hier</1>", "<1>Neu < hier</1>"]
)
def test_tags_that_are_not_the_sources_block(target: str) -> None:
    source = make_sentence("New here", written="New <1>here</1>")
    assert "markup" in codes(source, target, "de")
    assert codes(source, "<1>Neu &amp; hier</1>", "de") == set()


@pytest.mark.parametrize(
    ("to", "right", "wrong"),
    [
        ("de", "Er sagte: „Ja.“", "Er sagte: „Ja."),
        ("sv", "Han sa: ”Ja.”", "Han sa: ”Ja."),
        ("fr", "Il dit : « Oui. »", "Il dit : « Oui."),
        ("ja", "彼は「はい」と言った。", "彼は「はいと言った。"),
        ("he", 'הוא אמר: "כן, צה"ל".', 'הוא אמר: "כן, צה"ל.'),
    ],
)
def test_a_quotation_is_closed(to: str, right: str, wrong: str) -> None:
    assert "quotes" not in codes("He said: “Yes.”", right, to)
    assert "quotes" in codes("He said: “Yes.”", wrong, to)
    assert "quotes" not in codes("He said: “Yes.", wrong, to), "the quotation goes on in the next sentence"


@pytest.mark.parametrize(
    ("source", "to", "right", "wrong", "code"),
    [
        ("It was 5 March 2019.", "de", "Es war der 5. März 2019.", "Es war der 5. Mai 2019.", "date"),
        ("It was 5 March 2019.", "ru", "Это было 5 марта 2019 года.", "Это было 5 апреля 2019 года.", "date"),
        ("It was a Monday.", "fr", "C’était un lundi.", "C’était un mardi.", "date"),
        ("It is 5 miles away.", "es", "Está a 5 millas.", "Está a 5 kilómetros.", "unit"),
        ("It weighs 5 kg.", "ru", "Он весит 5 кг.", "Он весит 5 фунтов.", "unit"),
        ("It costs $5.", "de", "Es kostet 5 $.", "Es kostet 5 €.", "unit"),
    ],
)
def test_a_date_or_a_unit_that_was_changed_is_warned_of(source: str, to: str, right: str, wrong: str, code: str) -> None:
    assert code not in codes(source, right, to)
    assert code in codes(source, wrong, to)


@pytest.mark.parametrize("language", [one for one in LANGUAGES if one != "en"])
def test_every_error_that_is_planted_is_found_in_every_language(language: str) -> None:
    planted = dict(additions(language))
    assert {"markup", "code", "name", "name-unsure", "term", "unit"} <= set(planted)
    for code, added in planted.items():
        kept = {added.kind: added.kept} if added.kind else {}
        source = make_sentence("The town met." + added.source.replace("<1>", "").replace("</1>", ""), written="The town met." + added.source, **kept)
        terms = [added.term] if added.term else []
        wanted = {code, added.also}
        assert not codes(source, "Xxx yyy." + added.right, language, glossary=terms) & wanted, code
        assert codes(source, "Xxx yyy." + added.wrong, language, glossary=terms) & wanted, code


def test_lengths_are_the_pairs_own() -> None:
    long = "This is a sentence that is rather long, and its translation should be about so long too."
    assert "length" in codes(long, "Dies ist es.", "de") and "length" not in codes(long, "这是一个相当长的句子，译文也应该差不多这么长。", "zh-Hans")
    learnt = learn_lengths([("x" * 100, "y" * (95 + number % 10)) for number in range(400)], source_language="en", target_language="de")
    assert learnt.learnt_from == 400 and 0.6 < learnt.shortest < 0.8 and 1.1 < learnt.longest < 1.4
    assert learn_lengths([("x" * 100, "y" * 100)], source_language="en", target_language="de").learnt_from == 0
    assert "length" in codes(long, "Dies ist ein Satz, der ziemlich lang ist, und so weiter.", "de", lengths=Lengths(0.9, 1.2))


def test_a_sentence_of_names_may_stay_as_it_is() -> None:
    assert "same" not in codes("Volkswagen Group of America, Inc.", "Volkswagen Group of America, Inc.", "de")
    assert "same" not in codes("Vi har set det samme hus", "Vi har set det samme hus", "nb", of="da")
    assert "same" in codes("we have seen the same house there", "we have seen the same house there", "nb")


@pytest.mark.parametrize(
    "text", ["", " ", "a" * 100_000, "\x00" * 1000, "((((" * 1000, "1" * 5000, "1." * 5000, "<1>" * 2000, "&" * 5000, "٣" * 5000, "👩‍👩‍👧‍👧" * 500, "I" * 3000]
)
def test_no_text_breaks_a_check_and_every_problem_points_into_it(text: str) -> None:
    source = "One of 3 things: “see” it & go."
    for language in ("de", "ar", "ja", "th", "hi"):
        found = find(source, text, language)
        assert found  # none of these texts translates the sentence
        for said, made, problems in ((source, text, found), (text, "Eins", find(text, "Eins", language))):
            assert all(0 <= one.start <= one.end <= len(made) and 0 <= one.source_start <= one.source_end <= len(said) for one in problems)


def test_every_language_reads_numbers_in_words() -> None:
    from coranto.translation.checks.numberreading import _word_pattern
    from coranto.translation.checks.powers import POWERS

    for language in LANGUAGES:
        _, forms = _word_pattern(language)
        assert {2, 3, 5, 10, 20} <= {int(value) for value in forms.values()}, language
        assert any(power >= 10**6 for power in POWERS[language]), language
