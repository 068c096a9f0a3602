"""What stands round every page: name, navigation, footer, languages. Made once in a build for each language."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from coranto.articles import keys
from coranto.articles.documents import inline_html
from coranto.site import addresses, assets, offering
from coranto.site.facts import images, names, own, wording
from coranto.site.facts.shapes import Chrome, LanguageChoice, Link
from coranto.site.facts.store import Store
from coranto.site.facts.trusted import safe_link, sanitised

SECTIONS = 7  # themes in the navigation of a publication that has not set its own


def chrome(store: Store, language: str) -> Chrome:
    """The frame of every page in a language."""
    return store.once(("chrome", language), lambda: _chrome(store, language))


def frame(store: Store, language: str, template: str) -> Chrome:
    """The frame of a page with a template, with the sheets that it needs."""
    plain = chrome(store, language)
    return replace(plain, stylesheets=(*plain.stylesheets, assets.reuse_address())) if template in assets.REUSE_PAGES else plain


def _chrome(store: Store, language: str) -> Chrome:
    store.note(keys.PUBLICATION)
    store.note(keys.STANDING_LIST)
    publication = store.publication
    logo = images.plain_image(store, publication.logo_id, language)
    is_square = logo is not None and logo.width < 2 * logo.height
    icon = images.plain_image(store, publication.logo_id, language, images.ICON) if is_square else None
    if is_square:  # a mark beside the name, at most 90 pixels wide
        logo = images.plain_image(store, publication.logo_id, language, images.MARK)
    return Chrome(
        name=publication.name,
        name_language=publication.default_language if publication.default_language != language else None,
        tagline=own.part(store, "tagline", language, publication.tagline),
        language=language,
        direction=wording.direction(language),
        script=wording.script(language),
        home=addresses.home(language),
        search=addresses.search(language),
        archive=addresses.archive(language),
        corrections=addresses.corrections(language),
        navigation=_navigation(store, language),
        standing=_standing(store, language),
        footer_links=_footer_links(store, language),
        footer_text=own.part(store, "footer", language, store.once("footer", lambda: sanitised(inline_html(publication.footer_text)))),
        profiles=tuple(
            Link(network_name(block.value["network"]), safe_link(block.value["url"]), key=block.value["network"])
            for block in publication.profiles
            if safe_link(block.value["url"])
        ),
        contacts=contacts(store, language),
        membership=safe_link(publication.membership_url),
        logo=logo,
        icon=icon.src if icon is not None else assets.icon_address(publication),
        stylesheets=assets.stylesheets(publication),
        script_url=assets.script(),
        offers_url=offering.offers_address(),
        languages=tuple(
            LanguageChoice(code, wording.own_name(code), wording.direction(code), addresses.home(code), code == language)
            for code in wording.in_order(store.languages, language)
        ),
    )


def _navigation(store: Store, language: str) -> tuple[Link, ...]:
    """The editors' own links, with the page's language in place of `/{language}/`; else the first themes."""
    links = tuple(
        own.label(store, f"navigation-{block.id}", language, block.value["label"], in_language(safe_link(block.value["target"]), language, store.languages))
        for block in store.publication.navigation
    )
    if links:
        return links
    store.note(keys.TAXONOMY)
    return tuple(names.theme(store, row, language) for row in list(store.themes.values())[:SECTIONS])


def _footer_links(store: Store, language: str) -> tuple[Link, ...]:
    """The editors' links of the footer, those left out that lead to a standing page, which stands there already."""
    standing = {link.url for link in _standing(store, language)}
    links = (
        own.label(store, f"footer-{block.id}", language, block.value["label"], in_language(safe_link(block.value["target"]), language, store.languages))
        for block in store.publication.footer_links
    )
    return tuple(link for link in links if link.url not in standing)


def in_language(target: str, language: str, offered: tuple[str, ...]) -> str:
    """A path of this site as it stands in another language; addresses elsewhere as they are."""
    parts = target.split("/", 2)
    if target.startswith("/") and len(parts) == 3 and parts[1] in offered:
        return f"/{language}/{parts[2]}"
    return target


def _standing(store: Store, language: str) -> tuple[Link, ...]:
    return tuple(_standing_link(store, number, content, language) for number, content in store.standing.items())


def _standing_link(store: Store, number: int, content: dict[str, Any], language: str) -> Link:
    title = own.field(store, f"standing:{number}", "title", language, otherwise=content["title"], written=content["language"])
    return Link(title.text, addresses.standing(language, content["slug"]), title.language, title.direction, content["purpose"], title.state)


def contacts(store: Store, language: str) -> tuple[Link, ...]:
    """Whom to write to, by purpose; an e-mail address becomes a mailto link."""
    store.note(keys.PUBLICATION)
    found = []
    for block in store.publication.contacts:
        address = block.value["address"].strip()
        is_web = address.startswith(("https://", "http://", "/", "mailto:"))
        if url := safe_link(address if is_web else f"mailto:{address}"):
            found.append(own.label(store, f"contact-{block.id}", language, block.value["purpose"], url, address.removeprefix("mailto:")))
    return tuple(found)


def network_name(network: str) -> str:
    """What a network is called."""
    return NETWORKS.get(network, network)


NETWORKS = {
    "mastodon": "Mastodon", "bluesky": "Bluesky", "telegram": "Telegram", "instagram": "Instagram", "youtube": "YouTube", "facebook": "Facebook",
    "x": "X", "rss": "RSS",
}  # fmt: skip
