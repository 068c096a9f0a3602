"""One repost of the demonstration comes from an outlet that signs: its statement is made here with a key of its own, and verified as any other.

The invented outlet stands nowhere, so what it would answer is handed to the verifier; all else is the way of every article
that is taken in.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from coranto.articles.documents import document_of
from coranto.articles.models import Article, Provenance
from coranto.articles.origins import passages_of
from coranto.intake.origins import KEYS_PATH, look, remember_keys
from coranto.reading.shape import Language, Reading
from coranto.signing.canonical import canonical
from coranto.signing.digests import digest_document
from coranto.signing.keys import Keyring
from coranto.signing.manifests import Content, make_manifest, make_statement
from coranto.site.provenance import NAME

SIGNED = "the-picture-that-came-by-telephone"  # the article whose source signs
LEFT_OUT = "This article opened our thirty-first issue, beside twelve prints from the archive."  # of the original, and not in our copy


def sign_origin(article: Article, provenance: Provenance, *, now: datetime) -> None:
    """Keep with a provenance what came of verifying the statement that its outlet would publish."""
    answers = _answers(article, provenance, now)
    document = document_of(article)
    words = [text for _id, text in passages_of("", document["standfirst"], document["body"]) if text]
    reading = Reading(provenance.url, "page", document["headline"], document["standfirst"], text="\n\n".join(words), language=Language(document["language"]))
    reading.statement_url = f"{provenance.url}/{NAME}"
    origin = remember_keys(look(reading, answers.__getitem__, now=now), is_trusted=False, now=now)
    provenance.origin = origin.as_document(provenance.url)
    provenance.save()


def _answers(article: Article, provenance: Provenance, now: datetime) -> dict[str, bytes]:
    """What stands at the outlet's addresses: its key set, and the chain of the original."""
    assert provenance.outlet is not None
    home = provenance.outlet.url.rstrip("/")
    document, published = document_of(article), datetime.fromisoformat(provenance.first_published).replace(tzinfo=UTC)
    left_out = {"id": "last", "type": "paragraph", "html": LEFT_OUT}
    blocks = tuple((block["id"], block) for block in [*document["body"], left_out])
    manifest = make_manifest(
        Content(document["headline"], document["standfirst"], blocks), id=provenance.url, version=1, language=document["language"],
        outlet={"name": provenance.outlet.name, "url": home}, authors=[{"name": name, "role": "author"} for name in provenance.authors.splitlines()],
        published=published, issued=published, terms={"id": provenance.licence_url or "terms", "version": 1, "digest": digest_document({})},
    )  # fmt: skip
    with TemporaryDirectory() as folder:
        ring = Keyring(Path(folder) / "keys")
        statement = make_statement(manifest, ring.create(now=published - timedelta(days=1)), now=published)
        keys = ring.public(home).as_document()
    content = {"headline": document["headline"], "standfirst": document["standfirst"], "blocks": [block for _id, block in blocks]}
    chain = {"coranto": 1, "type": "chain", "statements": [statement], "content": content}
    return {home + KEYS_PATH: canonical(keys), f"{provenance.url}/{NAME}": canonical(chain)}
