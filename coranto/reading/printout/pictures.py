"""Read what is printed with pictures: which one leads the article, its caption, and who is to be credited."""

from __future__ import annotations

import re

from coranto.reading.labels import fold
from coranto.reading.printout.cleaning import tidy
from coranto.reading.printout.inline import Link
from coranto.reading.printout.marks import Marks
from coranto.reading.printout.names import is_name_like
from coranto.reading.shape import LeadImage, LeftOut, Reading

CAPTION = "This is the caption or credit of a picture."
_BRACKETED = re.compile(r"^(?P<caption>.*?)[\s,.;]*[(\[](?P<inside>[^()\[\]]{2,200})[)\]](?P<after>[^()\[\]]{0,80})$", re.DOTALL)
_DECORATION = re.compile(r"(?i)\b(?:logo|avatar|icon|profile (?:photo|picture|image)|gravatar)\b")
_TRIM = " \t\n*_.,;|–—-"


class Pictures:
    """Collects the pictures of one print-out into its Reading."""

    def __init__(self, reading: Reading, marks: Marks) -> None:
        self.reading, self.marks = reading, marks
        self._inner = marks.credit_pattern()

    def split(self, words: str) -> tuple[str | None, str | None]:
        """Part the words printed with a picture: (caption, credit), the labels themselves left away."""
        words = tidy(words).strip(" *_")
        if words.startswith(("(", "[")) and words.rstrip(".").endswith((")", "]")):
            words = words.rstrip(".")[1:-1]
        words, sure = self.marks.after_credit_label(words)
        bracketed = _BRACKETED.match(words)
        if bracketed and (found := self._credit_in(bracketed["inside"])):
            after = bracketed["after"].strip(" .,;")
            return _caption(bracketed["caption"]), " ".join(part for part in (found, after) if part)
        inner = self._inner.search(words)
        if inner and inner["credit"].strip(_TRIM):
            return _caption(words[: inner.start()]), inner["credit"].strip(_TRIM)
        before, slash, last = words.rpartition(" / ")
        if slash and not sure and not is_name_like(before.split(" / ")[0]) and len(before.split()) >= 3:
            return _caption(before), last.strip(_TRIM)
        if sure or is_name_like(words) or len(words.split()) < 5 or re.search(r"[/©]|\bCC\b", words):
            return None, words.strip(_TRIM) or None
        return _caption(words), None

    def _credit_in(self, inside: str) -> str | None:
        """The credit inside brackets, when a label or a sign shows that it is one."""
        rest, sure = self.marks.after_credit_label(inside)
        if sure or rest != inside or inside.startswith("©"):
            return rest.strip(_TRIM)
        return inside.strip() if "/" in inside or re.search(r"\bCC\b|(?i:licen[cs]ed?\b|public domain)|Wikimedia|Flickr|Getty|Reuters|AFP|\bAP\b", inside) else None

    def add_words(self, words: str, *, lead: bool) -> None:
        """Take a credit line: the lead picture's when it stands in the head or among the notices after the article."""
        image = self.reading.image
        if not lead or (image is not None and image.credit):
            self.reading.left_out.append(LeftOut(words[:500], CAPTION))
            return
        caption, credit = self.split(words)
        url = image.url if image else None
        self.reading.image = LeadImage(url, (image.caption if image else None) or caption, credit)
        self.reading.found_in.setdefault("image", "its credit line")

    def add_caption(self, words: str, *, lead: bool) -> None:
        """A caption goes to the picture it stands under when that is known."""
        caption, credit = self.split_caption(words)
        image = self.reading.image
        if self.reading.blocks and self.reading.blocks[-1]["type"] == "image":
            block = self.reading.blocks[-1]
            block["caption"], block["credit"] = block["caption"] or caption, block["credit"] or credit
        elif lead:
            known = image or LeadImage()
            self.reading.image = LeadImage(known.url, known.caption or caption, known.credit or credit)

    def split_caption(self, words: str) -> tuple[str | None, str | None]:
        """As `split`, for words under a picture: without any label of a credit they are a caption."""
        caption, credit = self.split(words)
        labelled = self.marks.after_credit_label(tidy(words).strip(" *_()[]"))[1] or caption or _BRACKETED.match(tidy(words))
        return (caption, credit) if labelled else (_caption(words), None)

    def place(self, images: list[Link], plain: str, *, lead: bool, inside: bool) -> None:
        """Take pictures: the first one below the headline leads, the others stand in the text; marks of the site are passed over."""
        caption, credit = self.split_caption(plain) if plain else (None, None)
        for image in images:
            if not image.url or self.is_decoration(image):
                continue
            known = self.reading.image
            if lead and (known is None or not known.url):
                known = known or LeadImage()
                self.reading.image = LeadImage(image.url, caption or known.caption, credit or known.credit)
            elif inside:
                block = {"type": "image", "url": image.url, "alt": image.text, "caption": caption, "credit": credit}
                self.reading.blocks.append({**block, "copyright": None, "redistributable": None})

    def is_decoration(self, image: Link) -> bool:
        """Whether a picture is the site's mark or the author's portrait."""
        names = [fold(name) for name in self.reading.byline]
        return bool(_DECORATION.search(image.text)) or fold(image.text) in names


def _caption(words: str) -> str | None:
    return tidy(words).strip(" *_|–—-,;") or None
