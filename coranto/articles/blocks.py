"""The typed blocks an article's body is made of, as the editor offers them. What readers get is made in `documents.py`."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import (
    BooleanBlock,
    CharBlock,
    ChoiceBlock,
    ListBlock,
    RichTextBlock,
    StaticBlock,
    StreamBlock,
    StructBlock,
    TextBlock,
    URLBlock,
)  # fmt: skip
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.images.blocks import ImageChooserBlock

from coranto.publication.models import language_choices

TEXT_FEATURES = ["bold", "italic", "link", "ol", "ul", "superscript", "subscript", "code"]
PASSAGE_FEATURES = ["bold", "italic", "link"]

# Hosts whose items may be shown as a card: name for readers by host. Nothing is fetched from them by a reader's browser.
EMBED_PROVIDERS = {
    "www.youtube.com": "YouTube", "youtu.be": "YouTube", "vimeo.com": "Vimeo", "archive.org": "Internet Archive",
    "commons.wikimedia.org": "Wikimedia Commons", "soundcloud.com": "SoundCloud", "t.me": "Telegram", "bsky.app": "Bluesky",
    "mastodon.social": "Mastodon", "peertube.tv": "PeerTube", "www.openstreetmap.org": "OpenStreetMap", "www.documentcloud.org": "DocumentCloud",
}  # fmt: skip


def embed_provider(url: str) -> str | None:
    """The provider's name when an address may be embedded, else None."""
    parts = urlsplit(url)
    return EMBED_PROVIDERS.get(parts.hostname or "") if parts.scheme == "https" else None


class HeadingBlock(StructBlock):
    """A heading inside the article; level 2 is the article's own highest."""

    level = ChoiceBlock(choices=[("2", _("Heading")), ("3", _("Sub-heading")), ("4", _("Small heading"))], default="2", label=_("Level"))
    text = CharBlock(max_length=300, label=_("Text"))

    class Meta:
        icon = "title"
        label = _("Heading")


class QuotationBlock(StructBlock):
    """Someone's words: as printed here, and in the original where they were said in another language."""

    text = RichTextBlock(features=PASSAGE_FEATURES, label=_("Quotation"))
    speaker = CharBlock(max_length=200, required=False, label=_("Who says so"))
    source_url = URLBlock(max_length=1000, required=False, label=_("Where it was said or printed"))
    language = ChoiceBlock(choices=language_choices, required=False, label=_("Language, if not the article's"))
    original_text = TextBlock(required=False, label=_("The original words"))
    original_language = ChoiceBlock(choices=language_choices, required=False, label=_("Language of the original words"))

    class Meta:
        icon = "openquote"
        label = _("Quotation")


class PullQuoteBlock(StructBlock):
    """A line of the article set large."""

    text = TextBlock(max_length=400, label=_("Text"))
    speaker = CharBlock(max_length=200, required=False, label=_("Who says so"))

    class Meta:
        icon = "openquote"
        label = _("Pull quote")


class TextListBlock(StructBlock):
    """A list of passages."""

    ordered = BooleanBlock(required=False, label=_("Numbered"))
    items = ListBlock(RichTextBlock(features=PASSAGE_FEATURES), label=_("Items"))

    class Meta:
        icon = "list-ul"
        label = _("List")


class PictureBlock(StructBlock):
    """A picture in the article; what is left empty comes from the picture itself."""

    picture = ImageChooserBlock(label=_("Picture"))
    alt_text = CharBlock(max_length=500, required=False, label=_("Alternative text"), help_text=_("What somebody who cannot see it should know."))
    caption = RichTextBlock(features=PASSAGE_FEATURES, required=False, label=_("Caption"))
    credit = CharBlock(max_length=300, required=False, label=_("Credit"))
    copyright_notice = CharBlock(max_length=300, required=False, label=_("Copyright notice"))
    redistributable = ChoiceBlock(
        choices=[("", _("As the picture says")), ("yes", _("Yes")), ("no", _("No"))], required=False, label=_("Others may reprint it")
    )

    class Meta:
        icon = "image"
        label = _("Picture")


class EmbedBlock(StructBlock):
    """A video, document or post elsewhere, shown as a card that the reader may follow."""

    url = URLBlock(max_length=1000, label=_("Address"))
    caption = CharBlock(max_length=300, label=_("What it is"))

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if embed_provider(cleaned["url"]) is None:
            known = ", ".join(sorted(set(EMBED_PROVIDERS.values())))
            raise ValidationError(_("This address is from none of the providers that can be embedded (%(known)s). Link to it in the text."), params={"known": known})
        return cleaned

    class Meta:
        icon = "media"
        label = _("Embed")


class NoteBlock(StructBlock):
    """A remark of the desk inside the article, set apart from the author's words."""

    text = RichTextBlock(features=PASSAGE_FEATURES, label=_("Note"))

    class Meta:
        icon = "comment"
        label = _("Note")


class CodeBlock(StructBlock):
    """Text set exactly as typed."""

    text = TextBlock(label=_("Text"))

    class Meta:
        icon = "code"
        label = _("Preformatted")


class BodyBlock(StreamBlock):
    """The body of an article."""

    rich_text = RichTextBlock(features=TEXT_FEATURES, label=_("Text"))
    heading = HeadingBlock()
    quotation = QuotationBlock()
    pull_quote = PullQuoteBlock()
    text_list = TextListBlock()
    table = TableBlock(label=_("Table"), table_options={"renderer": "text"})
    picture = PictureBlock()
    gallery = ListBlock(PictureBlock(), icon="image", label=_("Gallery"))
    embed = EmbedBlock()
    note = NoteBlock()
    code = CodeBlock()
    divider = StaticBlock(icon="horizontalrule", label=_("Divider"), admin_text=_("A line between two parts."))
