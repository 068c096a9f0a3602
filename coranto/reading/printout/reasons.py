"""Why words of a print-out were left out, as editors read it."""

from __future__ import annotations

REASONS = {
    "menu": "This belongs to the site's menus and buttons.",
    "call": "This asks readers to subscribe, follow, share, translate or give.",
    "read_more": "This points to another article.",
    "related": "This lists other articles.",
    "comments": "These are readers' comments or the way to them.",
    "advertisement": "This is advertising.",
    "figures": "This counts minutes, views, words or shares.",
    "tags": "These are the site's tags.",
    "updated": "This says when the page was last changed.",
    "articles_by": "This leads to other articles of the author.",
    "caption": "This is the caption or credit of a picture.",
    "masthead": "This stands above the headline and is not part of the article.",
    "repeated": "This repeats what was already taken.",
    "letterhead": "This is the head of a letter: who sent it, to whom and when.",
    "edge": "This stands at the edge of a printed page.",
    "after": "This stands after the article's end, between its notices.",
    "site_copyright": "This is the copyright line of the site, not of the article.",
    "edited_by": "This names people who worked on the article other than its authors.",
    "address": "This is the page's own address.",
    "bare": "This is a short line of the page that belongs to no paragraph.",
}
