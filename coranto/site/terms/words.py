"""What the statement of terms says, one whole sentence or label for each thing the record can hold."""

from __future__ import annotations

from coranto.rights.terms import Party, Use
from coranto.site.words import N_

TITLE = N_("Terms of reuse")
ALLOWED = N_("Allowed")
ON_REQUEST = N_("Only on request")
NOT_ALLOWED = N_("Not allowed")
FOR_WHOM = N_("For whom")
OWED = N_("What we ask of you")
LICENCE = N_("Licence")
OWN_WORDS = N_("In our own words")
FOR_MACHINES = N_("For machines")
ALL_RIGHTS_RESERVED = N_("All rights reserved.")
ASK_FIRST = N_("All rights reserved. Ask before you reprint this article.")
OTHERS_ASK = N_("Everyone else asks first.")
OTHERS_TEXT = N_("This text belongs to others. We cannot pass on the right to use it.")
EXPIRES = N_("These terms end on %(date)s. After that, ask us.")
RESERVED_LANGUAGES = N_("In these languages, ask us first: %(languages)s.")
VERSION = N_("Version %(number)s, %(date)s.")
NEWER = N_("There is a newer version of these terms.")
READ_ALL = N_("Read the terms of reuse in full.")
PREVAILS = N_("This page is a translation. The text in %(language)s prevails.")
FAIR_USE = N_("Text of others is reprinted here as fair use. Purpose: %(purpose)s")
USUAL_LINE = N_("By %(author)s. First published by %(outlet)s on %(date)s: %(link)s")

USES = {
    Use.REPOST: N_("Republishing the whole article"),
    Use.EXCERPT: N_("Quoting an excerpt"),
    Use.TRANSLATE: N_("Translating it"),
    Use.HEADLINE: N_("Changing the headline"),
    Use.HOUSE_STYLE: N_("Adapting it to your house style"),
    Use.SHORTEN: N_("Shortening it"),
    Use.PRINT: N_("Printing it"),
    Use.COMMERCIAL: N_("Commercial use"),
    Use.BROADCAST: N_("Broadcasting it"),
    Use.SELL: N_("Selling it separately"),
    Use.BULK: N_("Taking all our articles systematically"),
    Use.AI_TRAINING: N_("Training artificial intelligence"),
    Use.AI_SEARCH: N_("Showing it in AI search and AI answers"),
}
PARTIES = {
    Party.COMMUNITY: N_("Non-commercial community sites"),
    Party.OUTLET: N_("News outlets"),
    Party.ANYONE: N_("Anyone"),
}
CLAUSES = {
    "most-words": N_("Longest excerpt, in words: %(count)s."),
    "say-changes": N_("Say what you have changed."),
    "translator-credit": N_("Name the translator."),
    "same-licence": N_("Publish the result under the same licence."),
    "approval": N_("Show us the result before you publish it."),
    "attribution": N_("Print this line: %(line)s"),
    "place-top": N_("Put this line at the top of the article."),
    "place-end": N_("Put this line at the end of the article."),
    "link-article": N_("Link to the original article."),
    "link-home": N_("Link to our front page."),
    "images-none": N_("Leave out the images."),
    "images-marked": N_("Use only images marked as free to republish, each with its credit."),
    "delay": N_("Hours to wait after publication: %(count)s."),
    "canonical": N_("Name our page as the canonical address."),
    "noindex-news": N_("Keep your copy out of news search engines."),
    "noindex-all": N_("Keep your copy out of all search engines."),
    "ads-yes": N_("Advertisements may stand beside it."),
    "ads-no": N_("Put no advertisements beside it."),
    "paywall-yes": N_("It may stand behind a paywall."),
    "paywall-no": N_("Do not put it behind a paywall."),
    "tell-us": N_("Tell us where you have published it."),
    "report-reach": N_("Tell us how many people it reached."),
    "keep-counter": N_("Keep our counter in the text."),
}
