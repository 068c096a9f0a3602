"""What an editor should know before an article goes out: shown beside the editor, never in the way of saving a draft."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _

from coranto.articles.models import Article, Basis, Provenance, Role
from coranto.articles.origins import CHANGED, WRONG, public_origin

Severity = Literal["must", "should"]
LONG_HEADLINE = 110  # characters; search engines and cards cut longer ones


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend: how grave it is, in which field, and a sentence for the editor."""

    severity: Severity
    field: str
    text: str


def problems(article: Article) -> list[Problem]:
    """Everything that is missing or risky in an article, the gravest first."""
    found = [*_text_problems(article), *_credit_problems(article), *_picture_problems(article), *_provenance_problems(article)]
    return sorted(found, key=lambda problem: problem.severity)


def _text_problems(article: Article) -> list[Problem]:
    found = []
    if len(article.body) == 0:
        found.append(Problem("must", "body", _("The article has no text yet.")))
    if not article.standfirst.strip():
        found.append(Problem("should", "standfirst", _("There is no standfirst. Lists, feeds and the letter show it under the headline.")))
    if len(article.title) > LONG_HEADLINE:
        found.append(Problem("should", "title", _("The headline is long; lists and cards cut it after about 110 characters.")))
    if not (article.regions.all() or article.themes.all()):
        found.append(Problem("should", "regions", _("It has neither a region nor a theme, so readers find it in no list but the newest.")))
    return found


def _credit_problems(article: Article) -> list[Problem]:
    if any(credit.role == Role.AUTHOR for credit in article.credits.all()):
        return []
    provenance = article.provenances.first()
    if provenance is not None and provenance.authors.strip():
        return [Problem("should", "credits", _("The authors as printed are kept, but no person stands in the byline."))]
    return [Problem("should", "credits", _("No author stands in the byline."))]


def _picture_problems(article: Article) -> list[Problem]:
    found = []
    if article.picture is not None:
        if not (article.picture_alt or article.picture.description):
            found.append(Problem("must", "picture_alt", _("The featured image has no alternative text for those who cannot see it.")))
        if not (article.picture_credit or article.picture.credit):
            found.append(Problem("must", "picture_credit", _("The featured image has no credit.")))
    for block in article.body:
        if block.block_type == "picture" and block.value["picture"] is not None and not (block.value["alt_text"] or block.value["picture"].description):
            found.append(Problem("must", "body", _("A picture in the text has no alternative text.")))
    return found


def _provenance_problems(article: Article) -> list[Problem]:
    provenance = article.provenances.first()
    if provenance is None:
        return []
    found = [*_origin_problems(provenance), *_basis_problems(article, provenance)]
    if not provenance.url:
        found.append(Problem("should", "provenances", _("The repost has no original address, so readers cannot see the source.")))
    if not provenance.copyright_notice and provenance.basis != Basis.PUBLIC_DOMAIN:
        found.append(Problem("should", "provenances", _("The copyright notice of the original is missing.")))
    return found


def _origin_problems(provenance: Provenance) -> list[Problem]:
    """What came of looking for the source's signature, where it is not as it should be. It stands in nobody's way."""
    origin = public_origin(provenance)
    if origin is None or (origin["verdict"] != WRONG and origin["key"] != CHANGED):
        return []
    if origin["verdict"] == WRONG:
        return [Problem("must", "provenances", _("WRONG SIGNATURE. %(why)s Readers are told so.") % {"why": (provenance.origin or {}).get("why", "")})]
    return [Problem("must", "provenances", _("The source signs with a key that nobody vouches for. Ask it by another way. Readers are told so."))]


def _basis_problems(article: Article, provenance: Provenance) -> list[Problem]:
    if not provenance.basis:
        return [Problem("must", "provenances", _("It is not said on what basis this text of others is reprinted."))]
    found = []
    if provenance.basis == Basis.FAIR_USE and article.terms is not None and not article.terms.said.is_others_text:
        found.append(Problem("must", "terms", _("Text of others that is reprinted as fair use cannot be passed on. Choose terms for text of others.")))
    if provenance.basis in {Basis.PERMISSION, Basis.LICENCE, Basis.FAIR_USE} and not (provenance.evidence or provenance.licence_url):
        found.append(Problem("must", "provenances", _("The basis of the reprint has no evidence: who allowed it, or which purpose makes it fair.")))
    return found
