"""The rows of room `articles`, by what they are about."""

from coranto.articles.models.article import (
    Article,
    ArticleAddress,
    Basis,
    CopyrightHolder,
    Credit,
    Genre,
    Provenance,
    Role,
)  # fmt: skip
from coranto.articles.models.history import (
    Classified,
    Correction,
    CorrectionKind,
    PublicState,
    Version,
    Withdrawal,
)  # fmt: skip
from coranto.articles.models.pages import Front, Pick, PublicPage, Purpose, StandingPage, Strip
from coranto.articles.models.people import Outlet, Person, PersonLink, PersonName

__all__ = [
    "Article", "ArticleAddress", "Basis", "Classified", "CopyrightHolder", "Correction", "CorrectionKind", "Credit", "Front", "Genre",
    "Outlet", "Person", "PersonLink", "PersonName", "Pick", "Provenance", "PublicPage", "PublicState", "Purpose", "Role", "StandingPage",
    "Strip", "Version", "Withdrawal",
]  # fmt: skip
