"""Names of IPTC Media Topics in the languages of the table: those of the broadest topics, and of the news media.

IPTC's own names exist in a dozen languages; the others are plain words for the same. A topic or language that is not
here has no name, and a theme then shows the one its editors gave it.
"""

from __future__ import annotations

from functools import cache

_TOPICS = (
    "medtop:20000046", "medtop:05000000", "medtop:06000000", "medtop:07000000", "medtop:09000000", "medtop:11000000", "medtop:12000000", "medtop:14000000",
    "medtop:15000000", "medtop:17000000",
)  # fmt: skip
_NAMES = """
en|News media|Education|Environment|Health|Labour|Politics|Religion|Society|Sport|Weather
ar|وسائل الإعلام|التعليم|البيئة|الصحة|العمل|السياسة|الدين|المجتمع|الرياضة|الطقس
az|Kütləvi informasiya vasitələri|Təhsil|Ətraf mühit|Səhiyyə|Əmək|Siyasət|Din|Cəmiyyət|İdman|Hava
be|Сродкі масавай інфармацыі|Адукацыя|Навакольнае асяроддзе|Здароўе|Праца|Палітыка|Рэлігія|Грамадства|Спорт|Надвор’е
bg|Новинарски медии|Образование|Околна среда|Здраве|Труд|Политика|Религия|Общество|Спорт|Време
bn|সংবাদমাধ্যম|শিক্ষা|পরিবেশ|স্বাস্থ্য|শ্রম|রাজনীতি|ধর্ম|সমাজ|খেলাধুলা|আবহাওয়া
ca|Mitjans de comunicació|Educació|Medi ambient|Salut|Treball|Política|Religió|Societat|Esports|El temps
cs|Zpravodajská média|Vzdělávání|Životní prostředí|Zdraví|Práce|Politika|Náboženství|Společnost|Sport|Počasí
da|Nyhedsmedier|Uddannelse|Miljø|Sundhed|Arbejdsmarked|Politik|Religion|Samfund|Sport|Vejr
de|Nachrichtenmedien|Bildung|Umwelt|Gesundheit|Arbeit|Politik|Religion|Gesellschaft|Sport|Wetter
el|Μέσα ενημέρωσης|Εκπαίδευση|Περιβάλλον|Υγεία|Εργασία|Πολιτική|Θρησκεία|Κοινωνία|Αθλητισμός|Καιρός
es|Medios informativos|Educación|Medio ambiente|Salud|Trabajo|Política|Religión|Sociedad|Deporte|El tiempo
et|Uudismeedia|Haridus|Keskkond|Tervis|Töö|Poliitika|Religioon|Ühiskond|Sport|Ilm
eu|Komunikabideak|Hezkuntza|Ingurumena|Osasuna|Lana|Politika|Erlijioa|Gizartea|Kirola|Eguraldia
fa|رسانه‌های خبری|آموزش|محیط زیست|سلامت|کار|سیاست|دین|جامعه|ورزش|آب و هوا
fi|Uutismediat|Koulutus|Ympäristö|Terveys|Työ|Politiikka|Uskonto|Yhteiskunta|Urheilu|Sää
fr|Médias d’information|Éducation|Environnement|Santé|Travail|Politique|Religion|Société|Sport|Météo
gl|Medios de comunicación|Educación|Medio ambiente|Saúde|Traballo|Política|Relixión|Sociedade|Deporte|O tempo
gu|સમાચાર માધ્યમો|શિક્ષણ|પર્યાવરણ|આરોગ્ય|શ્રમ|રાજકારણ|ધર્મ|સમાજ|રમતગમત|હવામાન
he|כלי התקשורת|חינוך|סביבה|בריאות|עבודה|פוליטיקה|דת|חברה|ספורט|מזג האוויר
hi|समाचार माध्यम|शिक्षा|पर्यावरण|स्वास्थ्य|श्रम|राजनीति|धर्म|समाज|खेल|मौसम
hr|Informativni mediji|Obrazovanje|Okoliš|Zdravlje|Rad|Politika|Religija|Društvo|Sport|Vrijeme
hu|Hírmédia|Oktatás|Környezet|Egészségügy|Munkaügy|Politika|Vallás|Társadalom|Sport|Időjárás
id|Media berita|Pendidikan|Lingkungan|Kesehatan|Ketenagakerjaan|Politik|Agama|Masyarakat|Olahraga|Cuaca
it|Mezzi d’informazione|Istruzione|Ambiente|Salute|Lavoro|Politica|Religione|Società|Sport|Meteo
ja|報道機関|教育|環境|健康|労働|政治|宗教|社会|スポーツ|天気
kn|ಸುದ್ದಿ ಮಾಧ್ಯಮ|ಶಿಕ್ಷಣ|ಪರಿಸರ|ಆರೋಗ್ಯ|ಕಾರ್ಮಿಕ|ರಾಜಕೀಯ|ಧರ್ಮ|ಸಮಾಜ|ಕ್ರೀಡೆ|ಹವಾಮಾನ
ko|언론|교육|환경|건강|노동|정치|종교|사회|스포츠|날씨
lt|Žiniasklaida|Švietimas|Aplinka|Sveikata|Darbas|Politika|Religija|Visuomenė|Sportas|Orai
lv|Ziņu mediji|Izglītība|Vide|Veselība|Darbs|Politika|Reliģija|Sabiedrība|Sports|Laikapstākļi
ml|വാർത്താമാധ്യമങ്ങൾ|വിദ്യാഭ്യാസം|പരിസ്ഥിതി|ആരോഗ്യം|തൊഴിൽ|രാഷ്ട്രീയം|മതം|സമൂഹം|കായികം|കാലാവസ്ഥ
ms|Media berita|Pendidikan|Alam sekitar|Kesihatan|Buruh|Politik|Agama|Masyarakat|Sukan|Cuaca
nb|Nyhetsmedier|Utdanning|Miljø|Helse|Arbeidsliv|Politikk|Religion|Samfunn|Sport|Vær
nl|Nieuwsmedia|Onderwijs|Milieu|Gezondheid|Arbeid|Politiek|Religie|Samenleving|Sport|Weer
pl|Media informacyjne|Edukacja|Środowisko|Zdrowie|Praca|Polityka|Religia|Społeczeństwo|Sport|Pogoda
pt|Meios de comunicação|Educação|Meio ambiente|Saúde|Trabalho|Política|Religião|Sociedade|Esporte|Meteorologia
ro|Mass-media|Educație|Mediu|Sănătate|Muncă|Politică|Religie|Societate|Sport|Vremea
ru|Средства массовой информации|Образование|Окружающая среда|Здоровье|Труд|Политика|Религия|Общество|Спорт|Погода
sk|Spravodajské médiá|Vzdelávanie|Životné prostredie|Zdravie|Práca|Politika|Náboženstvo|Spoločnosť|Šport|Počasie
sl|Informativni mediji|Izobraževanje|Okolje|Zdravje|Delo|Politika|Religija|Družba|Šport|Vreme
sq|Media e lajmeve|Arsimi|Mjedisi|Shëndetësia|Puna|Politika|Feja|Shoqëria|Sporti|Moti
sr|Информативни медији|Образовање|Животна средина|Здравље|Рад|Политика|Религија|Друштво|Спорт|Време
sv|Nyhetsmedier|Utbildning|Miljö|Hälsa|Arbetsliv|Politik|Religion|Samhälle|Sport|Väder
ta|செய்தி ஊடகம்|கல்வி|சுற்றுச்சூழல்|உடல்நலம்|தொழிலாளர்|அரசியல்|மதம்|சமூகம்|விளையாட்டு|வானிலை
te|వార్తా మాధ్యమాలు|విద్య|పర్యావరణం|ఆరోగ్యం|కార్మిక రంగం|రాజకీయాలు|మతం|సమాజం|క్రీడలు|వాతావరణం
th|สื่อมวลชน|การศึกษา|สิ่งแวดล้อม|สุขภาพ|แรงงาน|การเมือง|ศาสนา|สังคม|กีฬา|สภาพอากาศ
tr|Haber medyası|Eğitim|Çevre|Sağlık|Çalışma hayatı|Siyaset|Din|Toplum|Spor|Hava durumu
uk|Засоби масової інформації|Освіта|Довкілля|Здоров’я|Праця|Політика|Релігія|Суспільство|Спорт|Погода
vi|Báo chí|Giáo dục|Môi trường|Sức khỏe|Lao động|Chính trị|Tôn giáo|Xã hội|Thể thao|Thời tiết
zh-Hans|新闻媒体|教育|环境|健康|劳工|政治|宗教|社会|体育|天气
zh-Hant|新聞媒體|教育|環境|健康|勞工|政治|宗教|社會|體育|天氣
"""


@cache
def _names() -> dict[tuple[str, str], str]:
    rows = (line.split("|") for line in _NAMES.strip().splitlines())
    return {(topic, code): name for code, *names in rows for topic, name in zip(_TOPICS, names, strict=True)}


def topic_name(topic: str, language: str) -> str | None:
    """The name of a topic (`medtop:15000000`) in a language, or None where it is not known."""
    return _names().get((topic, language))


def topics() -> tuple[str, ...]:
    """The topics that have names."""
    return _TOPICS
