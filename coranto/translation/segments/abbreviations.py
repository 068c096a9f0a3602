"""Abbreviations after whose full stop a sentence goes on, beyond those that `sentencex` knows. Compared in small letters.

Only such as stand before a name, a number or more words; one that can end a sentence (etc., p.m.) is left out, as the small
letter of the next word tells it.
"""

from __future__ import annotations

_LISTS = {
    "en": "mr mrs ms dr prof st rev fr hon sen rep gov gen col capt lt maj sgt cmdr adm pres messrs mt ft vs no nos vol fig figs pp ca cf e.g i.e viz approx ed eds",
    "ar": "د أ م ص ج ت هـ أ.د م.د س",
    "az": "dr prof akad c cən xan səh bax məs",
    "be": "г гг ст стст в р вул пр пл праф акад д-р гл см напр т тыс млн млрд ім імя с м п",
    "bg": "г гг ул бул пл проф акад д-р инж ген полк св стр т напр вж чл ал м с гр хил",
    "bn": "ড ডা ডঃ মো মোঃ অধ্যা মি মিসেস সে",
    "ca": "sr sra srta dr dra prof st sta núm pàg pàgs av ctra vol cap fig p.ex art tel",
    "cs": "p pan sl dr mgr ing prof doc phdr mudr judr rndr bc gen plk č čís str sv např tj tzn tzv mj resp cca nám ul kpt por st tř apod",
    "da": "hr fr dr prof skt kl nr s sml f.eks bl.a dvs ca jf inkl ekskl kgl pkt stk afd kap fig tlf maks min",
    "de": "hr fr dr prof dipl ing st nr bd abs art kap vgl bzw ca z.b d.h u.a i.d.r o.ä sog inkl exkl geb gest hl jh str tel max min abb ggf evtl bspw v.chr n.chr",
    "el": "κ κα κος κκ δρ καθ αρ σελ βλ π.χ δηλ αγ οδ λεωφ τηλ τόμ κεφ εικ περ",
    "es": "sr sra srta sres dr dra d dª prof profª lic ing arq gral cap cnel st sta sto núm n.º pág págs av avda c vol art fig p.ej ud uds excmo ilmo tel aprox",
    "et": "hr pr dr prof nr lk st s.t s.o nt vt jne tn mnt krt u nn ca kd sh näit",
    "eu": "jn and dr prof or orr adib bk zk al kap tel ab",
    "fa": "د م ص ج ق ه.ش ه.ق ر.ک",
    "fi": "hra rva dr tri prof nro n s ks esim mm ts ns klo puh os ym yms tms v ko em vrt",
    "fr": "m mm mme mmes mlle mlles me mgr dr pr prof st ste no nos art chap vol fig p pp cf env av bd p.ex c.-à-d éd réf tél",
    "gl": "sr sra srta dr dra prof st sta núm páx páxs av r vol cap fig p.ex art tel",
    "gu": "ડૉ ડો પ્રો શ્રી સ્વ મિ",
    "he": "פרופ עמ גב מס",
    "hi": "डॉ डा प्रो श्री श्रीमती पं कु सं मि मो रु",
    "hr": "g gđa gđica dr prof mr ing sv br str npr tj tzv dipl akad ul god st v usp čl sl",
    "hu": "dr prof ifj id özv sz u ú ún kb pl ill stb vö ld old köt szerk st szt tel",
    "id": "bpk ibu sdr sdri dr drs dra ir prof h hj kh st no jl hlm hal vol dll tn ny kol jend letkol yth",
    "it": "sig sigg sig.ra sigg.re sig.na dott dott.ssa prof prof.ssa ing avv arch on gen col cap s st n nn pag pagg vol art fig es ecc cfr ca tel p.es v",
    "kn": "ಡಾ ಪ್ರೊ ಶ್ರೀ ಶ್ರೀಮತಿ ಕು ಮಿ ಬಿ ಎಂ ಕೆ",
    "lt": "p dr prof doc akad gen plk g pr al a šv nr psl pvz t.y t kun red m mln mlrd tūkst žr",
    "lv": "k-gs k-dze dr prof doc akad gen st nr lpp piem t.i t.s iel u sv plkst milj mljrd tūkst sk red",
    "ml": "ഡോ പ്രൊഫ ശ്രീ ശ്രീമതി മി കെ എം പി",
    "ms": "en pn cik dr prof hj no jln hlm ms tn kol jen sdr yb",
    "nb": "hr fr dr prof st nr s kl f.eks bl.a dvs ca jf inkl ekskl kgl pkt avd kap fig tlf maks min",
    "nl": "dhr mevr mw dr drs ir ing mr prof st nr blz pag bijv bv d.w.z m.b.t i.v.m o.a ca vgl resp incl excl max min afb hfst tel jl",
    "pl": "p pp dr prof hab inż mgr gen płk kpt ks św ul al pl nr str np tj tzw m.in ok r w tys mln mld godz red por im tel zob",
    "pt": "sr sra srta srs dr dra prof profa eng arq gen cel cap st sta sto n.º núm pág págs av r vol art fig p.ex ex tel exmo exma",
    "ro": "dl dna d-na d-l d-ra dr prof ing acad gen col lt cpt sf nr pag str bd vol art fig ex cca cf tel mr",
    "ru": "г гг гр ул пр пл просп проф акад д-р канд инж ген полк кап св стр см напр т тыс млн млрд им т.е т.к т.н т.д р с п ст гл илл рис",
    "sk": "p pán sl dr mgr ing prof doc phdr mudr judr rndr bc gen plk č čís str sv napr tj tzn tzv resp cca nám ul kpt por st",
    "sl": "g ga gdč dr prof mag inž sv št str npr tj t.i oz ul gen polk dipl akad čl sl ok",
    "sq": "z znj dr prof shën nr faq p.sh d.m.th rr bul gjen kol vëll",
    "sr": "г гђа гђица др проф мр инж св бр стр нпр тј тзв акад ул год чл сл ген пук",
    "sv": "hr fr dr prof st nr s kl t.ex bl.a dvs ca jfr inkl exkl kungl avd kap fig tel max min",
    "ta": "டாக்டர் பேரா திரு திருமதி செல்வி எம் கே",
    "te": "డా డాక్టర్ ప్రొ శ్రీ శ్రీమతి మి",
    "tr": "dr prof doç yrd av müh sn gen alb bkz örn vb vs no sok cad mah apt s yy tel c çev",
    "uk": "р рр м вул пр пл просп проф акад д-р канд інж ген полк св стор с див напр т тис млн млрд ім п ст гл рис о пан",
    "vi": "tp ts ths pgs gs bs ks tt th q p ông bà mr st",
}  # fmt: skip
ABBREVIATIONS: dict[str, frozenset[str]] = {code: frozenset(words.split()) for code, words in _LISTS.items()}

# Languages that write "third" as "3.": a number and its stop go on with a small letter, or with one of these words.
ORDINAL = frozenset({"cs", "da", "de", "et", "eu", "fi", "hr", "hu", "lv", "nb", "sk", "sl", "sr", "tr", "az"})
_AFTER_ORDINAL = {
    "de": "januar jänner februar märz april mai juni juli august september oktober november dezember jahrhundert jahrhunderts jahrhunderte jahrhunderten "
    "auflage kapitel klasse stock bezirk bundestag weltkrieg geburtstag jahrestag todestag stunde tag platz runde armee division",
}  # fmt: skip
AFTER_ORDINAL: dict[str, frozenset[str]] = {code: frozenset(words.split()) for code, words in _AFTER_ORDINAL.items()}
