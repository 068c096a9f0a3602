"""An independent reader of the page of terms: it knows the words of each language and nothing of the record."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import html

from coranto.languages.catalogs import translator

LEAVES = {"yes": "Allowed", "ask": "Only on request", "no": "Not allowed"}
USES = {
    "repost": "Republishing the whole article", "excerpt": "Quoting an excerpt", "translate": "Translating it", "headline": "Changing the headline",
    "house-style": "Adapting it to your house style", "shorten": "Shortening it", "print": "Printing it", "commercial": "Commercial use",
    "broadcast": "Broadcasting it", "sell": "Selling it separately", "bulk": "Taking all our articles systematically",
    "ai-training": "Training artificial intelligence", "ai-search": "Showing it in AI search and AI answers",
}  # fmt: skip
PARTIES = {"community": "Non-commercial community sites", "outlet": "News outlets", "anyone": "Anyone"}
SENTENCES = {
    "say-changes": "Say what you have changed.", "translator-credit": "Name the translator.", "same-licence": "Publish the result under the same licence.",
    "approval": "Show us the result before you publish it.", "place-top": "Put this line at the top of the article.",
    "place-end": "Put this line at the end of the article.", "link-article": "Link to the original article.", "link-home": "Link to our front page.",
    "images-none": "Leave out the images.", "images-marked": "Use only images marked as free to republish, each with its credit.",
    "canonical": "Name our page as the canonical address.", "noindex-news": "Keep your copy out of news search engines.",
    "noindex-all": "Keep your copy out of all search engines.", "ads-yes": "Advertisements may stand beside it.", "ads-no": "Put no advertisements beside it.",
    "paywall-yes": "It may stand behind a paywall.", "paywall-no": "Do not put it behind a paywall.", "tell-us": "Tell us where you have published it.",
    "report-reach": "Tell us how many people it reached.", "keep-counter": "Keep our counter in the text.",
}  # fmt: skip
OPEN = {  # sentences with a value: what stands before and behind it tells them apart
    "most-words": "Longest excerpt, in words: %(count)s.", "delay": "Hours to wait after publication: %(count)s.", "attribution": "Print this line: %(line)s",
    "expires": "These terms end on %(date)s. After that, ask us.", "reserved-languages": "In these languages, ask us first: %(languages)s.",
}  # fmt: skip


@dataclass(frozen=True)
class Read:
    """What a page says: for whom, of each use its answer and what binds it, and what everybody owes or is limited by."""

    who: frozenset[str]
    others_ask: bool
    uses: dict[str, tuple[str, frozenset[str]]]
    owed: frozenset[str]
    values: dict[str, str]


def read_statement(written: str, language: str) -> Read:
    """Read the terms on a page. Raises KeyError for a sentence that nobody knows."""
    say = translator(language).gettext
    root = html.fromstring(written)
    parties, uses = ({say(english): name for name, english in table.items()} for table in (PARTIES, USES))
    leaves = {say(english): name for name, english in LEAVES.items()}
    assert (len(parties), len(uses), len(leaves)) == (3, 13, 3), f"two words of {language} are the same"
    sentences = {say(english): name for name, english in SENTENCES.items()}
    who = [_text(span) for span in root.xpath("//dd[@class='terms-who']/span")]
    others = [text for text in who if text == say("Everyone else asks first.")]
    values: dict[str, str] = {}
    found: dict[str, tuple[str, frozenset[str]]] = {}
    for group in root.xpath("//section[@data-leave]"):
        leave = leaves[_text(group.find("h2"))]
        for item in group.iter("li"):
            label, *conditions = [_text(span) for span in item.iter("span")]
            assert uses[label] not in found, f"{label} is answered twice"
            found[uses[label]] = leave, frozenset(_name(text, sentences, say, values) for text in conditions)
    owed = frozenset(_name(_text(item), sentences, say, values) for item in root.xpath("//section[@class='terms-owed']//li"))
    return Read(frozenset(parties[text] for text in who if text not in others), bool(others), found, owed, values)


def _name(text: str, sentences: dict[str, str], say: object, values: dict[str, str]) -> str:
    if text in sentences:
        return sentences[text]
    for name, english in OPEN.items():
        before, _, rest = say(english).partition("%(")  # type: ignore[operator]
        behind = rest.partition(")s")[2]
        if text.startswith(before) and text.endswith(behind):
            values[name] = text[len(before) : len(text) - len(behind)]
            return name
    raise KeyError(text)


def _text(element: html.HtmlElement) -> str:
    return re.sub(r"[ \n]+", " ", str(element.text_content())).strip(" ")
