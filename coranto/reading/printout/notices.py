"""Take the notices round an article into their fields: source, copyright, terms, notes, biography, contacts, pictures."""

from __future__ import annotations

import re

from coranto.reading.labels import fold
from coranto.reading.printout.cleaning import tidy
from coranto.reading.printout.dates import find_dates
from coranto.reading.printout.heading import Head
from coranto.reading.printout.inline import Inline, real_address
from coranto.reading.printout.marks import Marks
from coranto.reading.printout.names import is_name_like, is_outlet_like, split_names
from coranto.reading.printout.pictures import Pictures
from coranto.reading.printout.sorting import Piece
from coranto.reading.shape import LeftOut, OriginalSource, Reading

_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,4}|[\w.+-]{1,64}\s?[\[(](?:at|ät|arroba|chez)[\])]\s?[\w-]{1,64}(?:\s?[\[(](?:dot|punkt|punto|point)[\])]\s?|\.)[\w.-]{1,40}", re.IGNORECASE)
_SPELT_LICENCE = re.compile(
    r"creative commons\s+(?P<by>attribution)(?P<nc>[\s-]*non-?commercial)?(?:(?P<sa>[\s-]*share-?alike)|(?P<nd>[\s-]*no-?deriv(?:ative)?s?))?\s+(?P<version>[1-4]\.[05])\b", re.IGNORECASE
)
_NAMED_LICENCE = re.compile(r"(?:creative commons|\bCC)(?:[ -]\w{4,15}){0,3}?[ -](?P<kind>BY(?:-(?:NC|SA|ND)){0,2})[ -](?:v\.? ?)?(?P<version>[1-4]\.[05])\b", re.IGNORECASE)
_LICENCE = re.compile(r"https?://creativecommons\.org/(?:licenses|publicdomain)/[^\s)\]>\"]+")
_YEARS = re.compile(r"(?:19|20)\d{2}\s?[-–—]\s?(?:(?:19|20)\d{2}|\w+)")
_ADDRESS = re.compile(r"https?://[^\s<>\"”»)]+")
_QUOTED = re.compile(r"[«\"“„「『《]([^«»\"“”„「」『』《》]+)[»\"”“」』》]")
_HOME = re.compile(r"https?://[^/]+/?")
_SIGN = re.compile(r"^.{0,40}?(?:©|\([cC]\))\s*", re.DOTALL)


class Notices:
    """Collects the notices of one print-out into its Reading."""

    def __init__(self, reading: Reading, head: Head, marks: Marks) -> None:
        self.reading, self.head, self.marks = reading, head, marks
        self.pictures = Pictures(reading, marks)
        self.copyrights: list[str] = []
        self.terms: list[str] = []
        self.fair_use: list[str] = []
        self.biography: list[str] = []
        self.sources: list[OriginalSource] = []
        self.first_published: list[tuple[str, OriginalSource]] = []
        self.authors: list[str] = []

    def take(self, job: str, words: str, piece: Piece, *, lead: bool) -> None:
        """Take sentences of one job."""
        words = _plain(words)
        inline = piece.inline
        if job == "note":
            self._add(self.reading.notes, words)
        elif job == "bio":
            self.add_bio(words)
        elif job == "original_source":
            self.sources.append(self._source(words, inline))
        elif job == "first_published":
            self.first_published.append((words, self._source(words, inline)))
        elif job == "copyright":
            self._add(self.copyrights, words)
        elif job == "permission":
            self._add(self.terms, words)
            self._contacts(words)
        elif job == "fair_use":
            self._add(self.fair_use, words)
        elif job == "disclaimer":
            self._add(self.reading.disclaimers, words)
        elif job == "contact":
            self._add(self.reading.contacts, words)
        elif job == "featured_image":
            self.pictures.add_words(words, lead=lead)
        self._licence(words, inline)

    def _licence(self, words: str, inline: Inline) -> None:
        addresses = [link.url for link in inline.links if link.url] + _LICENCE.findall(words)
        found = next((address for address in addresses if _LICENCE.match(address)), None)
        if found and not self.reading.licence_url and "image" not in fold(words):
            self.reading.licence_url = found.rstrip(".")

    def _named_licence(self) -> None:
        """The address of a licence that is named with its version and not linked: "Creative Commons BY-ND 4.0"."""
        words = " ".join((*self.terms, *self.copyrights, *(text for text, _source in self.first_published)))
        if self.reading.licence_url is None and (named := _NAMED_LICENCE.search(words)):
            self.reading.licence_url = f"https://creativecommons.org/licenses/{named['kind'].lower()}/{named['version']}/"
        elif self.reading.licence_url is None and (spelt := _SPELT_LICENCE.search(words)):
            kind = "-".join(part for part in ("by", "nc", "sa", "nd") if spelt[part])
            self.reading.licence_url = f"https://creativecommons.org/licenses/{kind}/{spelt['version']}/"

    def _add(self, target: list[str], words: str) -> None:
        if words and words not in target:
            target.append(words)

    def _contacts(self, words: str) -> None:
        for address in _MAIL.findall(words):
            self._add(self.reading.contacts, address.rstrip("."))

    def add_bio(self, words: str) -> None:
        """Add a paragraph of the author's biography."""
        self._add(self.biography, _plain(words))

    def take_articles_by(self, words: str) -> None:
        """Keep the author's name in "Articles by: X" in case no byline is printed."""
        found = re.split(r"[:：]", words, maxsplit=1)
        if len(found) == 2:
            self.authors = self.authors or split_names(tidy(found[1]), self.marks.ands, self.marks.roles)

    def _source(self, words: str, inline: Inline) -> OriginalSource:
        folded = fold(words)
        links = [link for link in inline.links if link.text and fold(link.text) in folded]
        named = next((link for link in links if link.url and not re.match(r"https?://|www\.", link.text)), None) or next((link for link in links if link.url), None)
        if named:
            address_only = re.match(r"(?:https?://|www\.)", named.text)
            return OriginalSource(self._name_before(words) if address_only else named.text, named.url)
        name = links[0].text if links else self._name_in(words)
        address = _ADDRESS.search(words)
        return OriginalSource(name or None, real_address(address[0].rstrip(".,;:)")) if address and name else None)

    def _name_before(self, words: str) -> str | None:
        return self._name_in(re.sub(r"\(?(?:https?://|www\.)\S+", "\n", words))

    def _name_in(self, words: str) -> str | None:
        """The outlet in a sentence without links: what stands after its verb or preposition, dates left away."""
        dates = find_dates(words[:400])
        text = words
        for dated in reversed(dates):
            text = text[: dated.start] + "\n" + text[dated.end :]
        text = re.sub(r"\(?(?:https?://|www\.)\S+\)?", "\n", text)
        for line in text.split("\n"):
            match = None
            for match in re.finditer(r"(?:(?:\bis|\bby|\bon|\bin|\bat|\bfrom|\best|\bes|\bé|\bè|\bist|\bbei|\bvon|\bauf|\bim|\bin der|\bin den|\bsur|\bdans|\ben|\bpar|\bem|\bno|\bna|\bda|\bdi|\bsu|\bpor|\bpela|\bdel|\bdella|является|опубликована)(?!\w)|[:：是は]|هو|من|في)\s*[:：]?\s*(?:the\s(?=[a-z]))?(?=\S)", line):
                rest = line[match.end() :].strip(" .,;:，。()[]\"“”«»「」『』*_")
                rest = re.sub(r"\s+(?:on|le|am|el|em|il|в|dated?|under|and|as)\s*$|\s+(?:under|with permission|by permission|as part of|con licencia|sous licence|unter)\s.*$|(?<=\w)\.\s.*$", "", rest).strip(" .,;:")
                rest = re.sub(r"\s+(?:erschienen|veröffentlicht|publié|publicado|publicada|pubblicato|published)$", "", rest)
                rest = re.sub(r"(?:です|である|に掲載.*|发表.*|刊登.*)$", "", rest).strip()
                if rest and (is_name_like(rest) or (is_outlet_like(rest, self.marks.outlets) and len(rest) < 80)):
                    return tidy(rest)
        named = re.findall(r"[《『«„“]([^《》『』«»„“”]{2,60})[》』»“”]", words)
        return tidy(named[0]) if named else None

    def take_source(self, value: str, piece: Piece) -> bool:
        """A labelled source: an address is the page's own, a name is the original source."""
        address = real_address(value.split()[0]) if value.split() else None
        if address:
            known = self.reading.canonical_url
            if not known or (_HOME.fullmatch(known) and not _HOME.fullmatch(address)):
                self.reading.canonical_url = address
                self.reading.found_in["canonical_url"] = f"line {piece.chunk.line}"
            return True
        if len(value) > 120:
            return False
        self.sources.append(self._source_value(value, piece.inline))
        return True

    def _source_value(self, value: str, inline: Inline) -> OriginalSource:
        link = next((link for link in inline.links if link.url), None)
        dates = find_dates(value)
        name = _ADDRESS.sub("", value[: dates[0].start] if dates else value)
        address = _ADDRESS.search(value)
        url = link.url if link else real_address(address[0].rstrip(".,;:)")) if address else None
        return OriginalSource(link.text if link and not link.text.startswith("http") else unquoted(tidy(name).strip(" ,()")), url)

    def take_address(self, address: str) -> None:
        """A lone address at the edge of the article: the page's own, unless one was printed with its name."""
        self.reading.canonical_url = self.reading.canonical_url or real_address(address)

    def finish(self) -> None:
        """Settle what depends on everything having been seen."""
        reading, head = self.reading, self.head
        if not reading.byline:
            reading.byline = list(head.names) or list(self.authors)
            if self.authors and not head.names:
                reading.found_in["byline"] = "articles by"
        self._settle_copyright()
        self._named_licence()
        reading.outlet = reading.outlet or head.outlet
        reading.published = reading.published or head.published
        self._settle_source()
        reading.usage_terms = " ".join(self.terms) or None
        reading.fair_use_notice = " ".join(self.fair_use) or None
        reading.author_bio = "\n\n".join(self.biography) or None
        for words in (*self.fair_use, *self.terms):
            self._contacts(words)

    def _settle_copyright(self) -> None:
        if not self.copyrights:
            return
        names = [fold(name) for name in self.reading.byline]
        chosen = next((c for c in self.copyrights if any(name in fold(c) for name in names)), None)
        chosen = chosen or next((c for c in self.copyrights if not _YEARS.search(c)), None)
        if chosen is None:
            chosen = self.copyrights[0]
            self.reading.warnings.append("The copyright line covers several years; it may be the site's rather than the article's.")
        self.reading.copyright_notice = chosen
        for other in self.copyrights:
            if other != chosen:
                self.reading.left_out.append(LeftOut(other[:500], "This is the copyright line of the site, not of the article."))
        self._read_holder(chosen)

    def _read_holder(self, notice: str) -> None:
        """The outlet in "Copyright © Jane Doe, Harbour Post, 2024" when no line above named it."""
        body = _SIGN.sub("", notice)
        body = re.sub(r"^(?:19|20)\d{2}(?:\s?[-–—]\s?(?:19|20)\d{2})?[\s,]*", "", body)
        body = re.split(r"\.\s|\s\|\s", body)[0]
        parts = [part.strip(" .") for part in re.split(r"\s*[,，、،]\s*", body) if part.strip(" .")]
        parts = [part for part in parts if not re.fullmatch(r"(?:19|20)\d{2}(?:\W.*)?", part)]
        single = len(parts) == 1 and is_outlet_like(parts[0], self.marks.outlets) and is_name_like(parts[0])
        if self.head.outlet is None and (len(parts) >= 2 or single) and len(parts[-1]) < 80:
            self.head.outlet = unquoted(parts[-1])
            self.reading.found_in["outlet"] = "copyright line"

    def _settle_source(self) -> None:
        reading = self.reading
        printed = self.head.original
        if self.sources:
            best = next((source for source in self.sources if source.url), self.sources[0])
            same = reading.outlet and best.name and fold(best.name) == fold(reading.outlet)
            if same and printed and fold(printed.text) != fold(best.name or ""):
                reading.outlet, reading.published = printed.text, self.head.original_date
                reading.warnings.append(f"The original source was published first ({self.head.published}); the later outlet and date were taken.")
            reading.original_source = best
        elif printed:
            reading.original_source = OriginalSource(printed.text, printed.url)
        for words, source in self.first_published:
            if reading.original_source.name is None and source.name:
                reading.original_source = source
                reading.found_in["original_source"] = "first published"
            self._add(reading.notes, words)


def unquoted(name: str) -> str:
    """A name without the quotation marks round it, where a language prints names of papers in them."""
    whole = _QUOTED.fullmatch(name)
    return whole[1].strip() if whole else name


def _plain(words: str) -> str:
    return tidy(words).lstrip("※•·■●▶►☞→ ").strip("*_ ")
