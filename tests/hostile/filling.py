"""A publication filled by somebody who means harm, through the desk's own forms and, where a form would not let it pass, row by row."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image
from wagtail.contrib.redirects.models import Redirect

from coranto.articles.models import Article, Front, Outlet, Person, PersonLink, PublicState, StandingPage
from coranto.newsroom import flow
from coranto.newsroom.founding import found_publication
from coranto.pictures.models import Picture
from coranto.publication.models import LanguagePolicy, Publication
from coranto.rights.models import Terms, TermsVersion
from coranto.taxonomy.models import Region, Report, Theme
from tests.hostile.desk_forms import complaints, fields_of, items, rich, rows, send, signed_in, stream
from tests.hostile.payloads import Deck, Reach, canary, dealt, everything

BAD_PLACES = (
    "slug", "copyright_year", "language", "genre", "embargo_until", "terms", "regions", "provenances-0-url", "provenances-0-licence_url", "body-6-value-source_url", "body-11-value-url",
    "body-4-value-level", "go_live_at", "picture", "body-9-value-picture", "body-count", "credits-0-person", "provenances-0-outlet", "body-7-value-items-count", "body-8-value", "body-0-value",
    "credits-TOTAL_FORMS",
)  # fields that take a year, a time, a choice or an address, and get a text
EVIL_LINK = "javascript:hostile('link')"


@dataclass
class Harm:
    """What was filled in: the rows made, and the answers of forms that broke."""

    deck: Deck
    client: Client
    payloads: list[str]
    reach: Reach
    broken: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    sent: int = 0
    articles: list[int] = field(default_factory=list)
    known: dict[str, dict[str, Any]] = field(default_factory=dict)  # what an empty form holds, by its path

    def send(self, path: str, values: dict[str, Any], *, must: bool = True) -> bool:
        """Send a form; True when it was taken. A 500 is kept in `broken`, an unwanted refusal in `refused`."""
        if path not in self.known:
            self.known[path] = fields_of(self.client, path)
        answer = send(self.client, path, values, known=self.known[path])
        self.sent += 1
        if answer.status_code >= 500:
            self.broken.append(f"{path}: {answer.status_code} with {sorted(values)[:4]} {values.keys() & set(BAD_PLACES)}")
        elif answer.status_code != 302 and must:
            self.refused.append(f"{path}: {answer.status_code} {complaints(answer)}")
        return answer.status_code == 302

    def __call__(self, name: str, longest: int = 1000) -> str:
        return self.deck.draw(name, longest)


def fill(reach: Reach) -> Harm:
    """Fill every form of the desk with harm; every text has the canary of its field."""
    found_publication()
    LanguagePolicy.objects.exclude(language__in=reach.languages).delete()
    payloads = everything(reach)
    harm = Harm(Deck(payloads), signed_in(), payloads, reach)
    _picture(harm)
    _people(harm)
    _taxonomy(harm)
    _publication(harm)
    _terms(harm)
    front = Front.objects.get().pk
    for hand in range(reach.hands):
        _article(harm, front, hand)
        if hand == 0:
            _plain_article(harm, front)
    _standing(harm, front)
    _redirects(harm)
    _put_right(harm)
    _raw(harm, front)
    return harm


def _picture(harm: Harm) -> None:
    out = io.BytesIO()
    Image.new("RGB", (64, 48), "#8a1c1c").save(out, "PNG")
    file = SimpleUploadedFile("x'\"><img src=x onerror=alert(1)>.png", out.getvalue(), "image/png")
    values = {"title": harm("picture.title", 255), "file": file, "description": harm("picture.description", 255), "credit": harm("picture.credit", 300),
              "copyright_notice": harm("picture.copyright_notice", 300), "source_url": "https://a.example/?\"onmouseover=hostile('picture.source_url')", "redistributable": "true"}  # fmt: skip
    harm.send("/desk/images/add/", values)


def _people(harm: Harm) -> None:
    for number in range(2):
        values = {"name": harm("person.name", 200), "slug": f"person-{number}", "sort_name": harm("person.sort_name", 200), "portrait": str(Picture.objects.get().pk),
                  "biography": rich(*harm.payloads, canary("person.biography"), link=EVIL_LINK), "biography_language": "en"}  # fmt: skip
        values |= rows("names", {"script": "Arab", "name": harm("person.names.name", 200)})
        values |= rows("links", {"label": harm("person.links.label", 80), "url": "https://a.example/\"onclick=hostile('x')"})
        if not harm.send("/desk/snippets/articles/person/add/", values, must=False):
            values |= rows("links", {"label": harm("person.links.label", 80), "url": "https://a.example/?q=%22%3E"})
            harm.send("/desk/snippets/articles/person/add/", values)
    values = {"name": harm("outlet.name", 200), "slug": "outlet", "url": "https://a.example/", "country": "FR", "copyright_holder": harm("outlet.copyright_holder", 200), "notes": harm("outlet.notes")}
    harm.send("/desk/snippets/articles/outlet/add/", values)


def _taxonomy(harm: Harm) -> None:
    harm.send("/desk/snippets/taxonomy/region/add/", {"code": "998", "name": harm("region.name", 120), "slug": "region", "position": "0"})
    harm.send("/desk/snippets/taxonomy/theme/add/", {"name": harm("theme.name", 120), "slug": "theme", "description": harm("theme.description"), "position": "0"})
    values = {"title": harm("report.title", 200), "slug": "report", "introduction": rich(*harm.payloads, link=EVIL_LINK), "language": "en", "position": "0", "picture": str(Picture.objects.get().pk)}
    harm.send("/desk/snippets/taxonomy/report/add/", values)


def _publication(harm: Harm) -> None:
    path = f"/desk/snippets/publication/publication/edit/{Publication.load().pk}/"
    link = {"label": harm("navigation.label", 80), "target": "/en/\"onmouseover=hostile('target')><img src=/x onerror=hostile('target')>"}
    values = {"name": harm("publication.name", 120), "tagline": harm("publication.tagline", 200), "logo": str(Picture.objects.get().pk), "accent": "#8a1c1c"}
    values |= stream("navigation", [("link", link)]) | stream("footer_links", [("link", {**link, "label": harm("footer_links.label", 80)})])
    values |= stream("profiles", [("profile", {"network": "rss", "url": "/feed\"><img src=/x onerror=hostile('profile')>"})])
    values |= stream("contacts", [("contact", {"purpose": harm("contacts.purpose", 120), "address": harm("contacts.address", 300)}), ("contact", {"purpose": "Press", "address": EVIL_LINK})])
    values |= {name: rich(*harm.payloads[:80], canary(name), link=EVIL_LINK) for name in ("footer_text", "note_to_readers", "disclaimer", "fair_use_notice")}
    harm.send(path, values)
    held = {name: values[name] for name in values if name.startswith(("navigation", "footer", "profiles", "contacts"))}
    for name in ("accent", "accent_dark", "paper", "ink", "time_zone", "default_language", "type_pairing", "comments_url", "membership_url"):
        if harm.send(path, {**held, name: f"#8a1c1c;}}</style>{canary(name)}"}, must=False):
            harm.refused.append(f"{name} of the publication took a text that is none of its kind")
    if harm.send(path, {**held, **stream("navigation", [("link", {"label": "Evil", "target": EVIL_LINK})])}, must=False):
        harm.refused.append("the navigation took a program for an address")


def _terms(harm: Harm) -> None:
    terms = Terms.objects.create(name=harm("terms.name", 200))
    TermsVersion.objects.create(terms=terms, number=1, notice=harm("terms.notice"), licence_url=EVIL_LINK, licence_name=harm("terms.licence_name", 120))


def article_values(harm: Harm, hand: int | str, texts: list[str]) -> dict[str, Any]:
    """A whole article as the form sends it; its body holds the texts in every kind of block."""
    picture, outlet = str(Picture.objects.get().pk), str(Outlet.objects.earliest("pk").pk)
    values: dict[str, Any] = {
        "title": harm("title", 255), "slug": f"harm-{hand}", "standfirst": harm("standfirst"), "language": "en", "genre": "news", "dateline": harm("dateline", 200),
        "picture": picture, "picture_alt": harm("picture_alt", 500), "picture_caption": rich(harm("picture_caption"), link=EVIL_LINK), "picture_credit": harm("picture_credit", 300),
        "note_to_readers": rich(harm("note_to_readers"), link=EVIL_LINK), "show_standing_note": "on", "show_disclaimer": "on", "copyright_year": "2024",
        "regions": [str(one.pk) for one in Region.objects.filter(code="998")], "themes": [str(one.pk) for one in Theme.objects.all()], "reports": [str(one.pk) for one in Report.objects.all()],
        "terms": str(TermsVersion.objects.latest("pk").pk), "action-publish": "1",
    }  # fmt: skip
    values |= rows("credits", *({"person": str(person.pk), "role": role, "note": harm("credits.note", 200)} for person, role in zip(Person.objects.all(), ("author", "photographer"), strict=False)))
    values |= rows("copyright_holders", {"name": harm("copyright_holders.name", 200)})
    values |= rows("provenances", {
        "outlet": outlet, "url": "https://a.example/?%22%3E", "authors": f"{harm('provenances.authors')}\n{canary('provenances.authors')}", "first_published": harm("provenances.first_published", 40),
        "language": "en", "copyright_notice": harm("provenances.copyright_notice"), "usage_terms": harm("provenances.usage_terms"), "licence_url": "https://a.example/", "basis": "fair-use",
        "evidence": harm("provenances.evidence"),
    })  # fmt: skip
    return values | stream("body", body(harm, texts, picture))


def body(harm: Harm, texts: list[str], picture: str) -> list[tuple[str, Any]]:
    """Every kind of block with every text."""
    image = {"picture": picture, "alt_text": harm("block.alt_text", 500), "caption": rich(harm("block.caption"), link=EVIL_LINK), "credit": harm("block.credit", 300), "copyright_notice": harm("block.copyright", 300), "redistributable": "yes"}
    table = {"data": [[text, canary("block.table")] for text in texts], "table_header_choice": "row", "first_row_is_table_header": True, "table_caption": harm("block.table_caption")}
    blocks: list[tuple[str, Any]] = [("rich_text", rich(*texts, link=link)) for link in (None, EVIL_LINK, "data:text/html,<script>hostile('data')</script>", "\x01javascript:hostile('x')")]
    blocks += [("heading", {"level": "2", "text": harm("block.heading", 300)}), ("pull_quote", {"text": harm("block.pull_quote", 400), "speaker": harm("block.pull_speaker", 200)})]
    blocks += [("quotation", {
        "text": rich(*texts), "speaker": harm("block.speaker", 200), "source_url": "https://a.example/?\"'%3E", "language": "", "original_text": "\n".join([canary("block.original"), *texts]), "original_language": "ar",
    })]  # fmt: skip
    blocks += [("text_list", {"ordered": "on", "items": items(*(rich(text) for text in texts[:12]))}), ("table", json.dumps(table)), ("picture", image), ("gallery", items(image, image))]
    blocks += [("embed", {"url": "https://vimeo.com/1?\"'%3E", "caption": harm("block.embed", 300)}), ("note", {"text": rich(*texts)})]
    blocks += [("code", {"text": "\n".join([canary("block.code"), *(text.replace("\0", "") for text in texts)])}), ("divider", None)]
    return blocks


def _article(harm: Harm, front: int, hand: int) -> None:
    before = set(Article.objects.values_list("pk", flat=True))
    path = f"/desk/pages/add/articles/article/{front}/"
    texts = dealt(harm.payloads, hand, harm.reach.hands)
    harm.send(path, article_values(harm, hand, texts))
    harm.articles += sorted(set(Article.objects.values_list("pk", flat=True)) - before)
    for name in BAD_PLACES[hand % harm.reach.places :: harm.reach.places]:
        values = {**article_values(harm, hand, texts), "slug": f"again-{hand}-{name}", name: texts[len(name) % len(texts)] or "x"}
        harm.send(path, {**values, "action-publish": None}, must=False)


def _plain_article(harm: Harm, front: int) -> None:
    """An article of canaries alone: in the control, what others leave open swallows the rest of a page."""
    before, deck = set(Article.objects.values_list("pk", flat=True)), harm.deck
    harm.deck = Deck([])
    harm.send(f"/desk/pages/add/articles/article/{front}/", article_values(harm, "plain", [canary("block.text")]))
    harm.articles += sorted(set(Article.objects.values_list("pk", flat=True)) - before)
    harm.deck = deck


def _standing(harm: Harm, front: int) -> None:
    values = {"title": harm("standing.title", 255), "slug": "standing", "body": rich(*harm.payloads, link=EVIL_LINK), "purpose": "fair-use", "language": "en", "action-publish": "1"}
    harm.send(f"/desk/pages/add/articles/standingpage/{front}/", values)


def _redirects(harm: Harm) -> None:
    for number, text in enumerate(harm.payloads[:: max(1, 20 // harm.reach.step)]):
        harm.send("/desk/redirects/add/", {"old_path": f"/old{number}/{text}"[:255], "is_permanent": "on", "redirect_link": f"/en/?{text}"[:255]}, must=False)
    harm.send("/desk/redirects/add/", {"old_path": "/older/", "is_permanent": "on", "redirect_link": "https://a.example/en/"})
    for number, link in enumerate((EVIL_LINK, "data:text/html,<script>hostile('redirect')</script>", "/en/\r\nSet-Cookie: a=b", "//evil.example/", canary("redirect"))):
        harm.send("/desk/redirects/add/", {"old_path": f"/evil{number}/", "is_permanent": "on", "redirect_link": link}, must=False)
        if not Redirect.objects.filter(old_path=f"/evil{number}").exists():
            Redirect.objects.create(old_path=f"/evil{number}", redirect_link=link, is_permanent=True)


def _put_right(harm: Harm) -> None:
    first, last = harm.articles[0], harm.articles[-1]
    for kind in ("correction", "clarification", "update"):
        values = {"kind": kind, "text": "\n".join([canary("correction.text"), *harm.payloads]), "old_text": harm("correction.old_text"), "new_text": harm("correction.new_text")}
        harm.send(f"/desk/coranto/correct/{first}/", values)
    plain = {name: canary(f"correction.{name}") for name in ("text", "old_text", "new_text")}
    harm.send(f"/desk/coranto/correct/{harm.articles[1]}/", {"kind": "correction", **plain})
    harm.send(f"/desk/coranto/withdraw/{last}/", {"reason": "\n".join([canary("withdrawal.reason"), *harm.payloads]), "meant": "on"})


def _raw(harm: Harm, front: int) -> None:
    """Rows as no form would let them be: html as it stands in every rich text, programs for every address."""
    texts = [text.replace("\0", "") for text in harm.payloads]
    html = "".join(f'<p data-block-key="r{number}">{text}</p>' for number, text in enumerate(texts))
    picture = Picture.objects.get().pk

    def evil(name: str) -> str:
        return f"<p>{canary(name)}<a href=\"{EVIL_LINK}\" onclick=\"hostile('a')\">x</a></p>{html if name == 'raw.rich_text' else ''}"

    image = {"picture": picture, "alt_text": canary("raw.alt"), "caption": evil("raw.block_caption"), "credit": "", "copyright_notice": "", "redistributable": ""}
    blocks = [
        ("heading", {"level": "2", "text": canary("raw.heading")}),
        ("quotation", {"text": evil("raw.quotation"), "speaker": "x", "source_url": EVIL_LINK, "language": "", "original_text": canary("raw.original"), "original_language": "ar"}),
        ("text_list", {"ordered": False, "items": [{"type": "item", "value": evil("raw.list"), "id": "l1"}]}), ("note", {"text": evil("raw.note")}), ("picture", image),
        ("gallery", [{"type": "item", "value": image, "id": "g1"}]), ("embed", {"url": EVIL_LINK, "caption": "x"}),
        ("table", {"data": [[canary("raw.table"), "x"], ["x", "x"]], "table_header_choice": "row", "first_row_is_table_header": True, "table_caption": "x"}),
        ("rich_text", evil("raw.rich_text")),  # last, as what it leaves open swallows the rest of a page that escapes nothing
    ]  # fmt: skip
    body = json.dumps([{"type": kind, "value": value, "id": f"raw{number}"} for number, (kind, value) in enumerate(blocks)])
    model = Article.objects.get(pk=harm.articles[0])
    article = Article(title=canary("raw.title"), slug="raw", body=body, language="en", picture_id=picture, picture_alt=canary("raw.picture_alt"), picture_caption=evil("raw.picture_caption"), note_to_readers=evil("raw.note_to_readers"))
    Front.objects.get(pk=front).add_child(instance=article)
    article.terms, article.reports, article.themes = model.terms, list(model.reports.all()), list(model.themes.all())
    article.save()
    harm.articles.append(article.pk)
    flow.draft_goes_out(article, by=None, now=timezone.now())
    Person.objects.update(biography=evil("raw.biography"))
    for person in Person.objects.all():
        PersonLink.objects.create(person=person, label=canary("raw.link", 80), url=EVIL_LINK)
    Outlet.objects.update(url=EVIL_LINK)
    Report.objects.update(introduction=evil("raw.introduction"))
    for page in StandingPage.objects.all():
        page.body = evil("raw.standing") + html
        page.save()
        flow.standing_published(page, now=timezone.now())
    Publication.objects.update(**{name: evil(f"raw.{name}") for name in ("footer_text", "note_to_readers", "disclaimer", "fair_use_notice")}, comments_url=EVIL_LINK, membership_url=EVIL_LINK)
    flow.publication_changed(now=timezone.now())


def publish_again(harm: Harm) -> None:
    """Publish everything anew, so that what is kept of it is made by the sanitiser that is in force now."""
    for number in harm.articles:
        if not PublicState.objects.filter(article=number, status=410).exists():
            flow.draft_goes_out(Article.objects.get(pk=number), by=None, now=timezone.now())
    for page in StandingPage.objects.all():
        flow.standing_published(page, now=timezone.now())
