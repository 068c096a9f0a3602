"""The addresses of the interface. Every answer is JSON with an ETag; what is asked wrongly is told as a problem (RFC 9457)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from coranto.articles.models import Classified
from coranto.site import addresses
from coranto.site.api import asking, finding, telling
from coranto.site.api.asking import AskedWrong
from coranto.site.api.description import description
from coranto.site.facts.store import Store
from coranto.syndication.stating import signed_editions

JSON, PROBLEM = "application/json; charset=utf-8", "application/problem+json; charset=utf-8"
CACHED = "public, max-age=60"
Values = Mapping[str, Any]
Answers = Callable[[Store, dict[str, str]], tuple[int, Values]]


def answered(request: HttpRequest, answers: Answers) -> HttpResponse:
    """What a request is answered; 304 to whom who has it already."""
    try:
        status, value = answers(Store(), _parameters(request))
    except AskedWrong as error:
        status, value = 400, problem(400, str(error))
    body = (json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n").encode("utf-8", "replace")
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    if status == 200 and etag in {part.strip().removeprefix("W/") for part in request.headers.get("If-None-Match", "").split(",")}:
        response = HttpResponse(status=304)
    else:
        response = HttpResponse(body, content_type=JSON if status == 200 else PROBLEM, status=status)
    response["ETag"], response["Cache-Control"], response["Access-Control-Allow-Origin"] = etag, CACHED, "*"
    return response


def _parameters(request: HttpRequest) -> dict[str, str]:
    """The parameters, each once. Raises AskedWrong."""
    for name, values in request.GET.lists():
        if len(values) > 1:
            raise AskedWrong(f"The parameter '{name[:40]}' stands there {len(values)} times; give it once.")
        if len(values[0]) > 300 or "\x00" in values[0] + name:
            raise AskedWrong(f"The parameter '{name[:40]}' is none that can be read.".replace("\x00", ""))
    return {name: values[0] for name, values in request.GET.lists()}


def problem(status: int, text: str) -> Values:
    """A problem as RFC 9457 writes it."""
    titles = {400: "Asked wrongly", 404: "Not found", 410: "Gone"}
    return {"type": "about:blank", "title": titles[status], "status": status, "detail": text}


@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    """The description of all of this, as OpenAPI 3.1."""
    return answered(request, lambda store, _parameters: (200, description(store.publication.name, addresses.base_url())))


@require_safe
def articles(request: HttpRequest) -> HttpResponse:
    """Public articles, newest first."""
    return answered(request, _articles)


def _articles(store: Store, parameters: dict[str, str]) -> tuple[int, Values]:
    asked = asking.asked(parameters, store)
    numbers, end = finding.found(store, asked)
    store.keep("signed", signed_editions(numbers))
    following = _next("articles", parameters, asking.cursor(*end)) if end is not None else None
    return 200, {"articles": telling.articles(store, numbers, asked.language), "next": following}


def _next(name: str, parameters: Mapping[str, str], cursor: str) -> str:
    return f"{addresses.absolute(addresses.api(name))}?{urlencode({**parameters, 'cursor': cursor})}"


@require_safe
def article(request: HttpRequest, number: int) -> HttpResponse:
    """One public article; 404 for one that never was public, 410 for one that was taken back."""

    def answers(store: Store, parameters: dict[str, str]) -> tuple[int, Values]:
        asking.allow(parameters, "language")
        language = asking.language_of(parameters, store)
        state = store.state(number) if number < 2**63 else None
        if state is None:
            return 404, problem(404, "There is no such article.")
        if state.status != 200:
            return 410, problem(410, "This article was taken back.")
        store.keep("signed", signed_editions([number]))
        found = telling.article(store, number, language)
        return (200, found) if found is not None else (404, problem(404, "This article cannot be read in this language."))

    return answered(request, answers)


@require_safe
def terms(request: HttpRequest, facet: str) -> HttpResponse:
    """All regions, themes or in-depth reports."""

    def answers(store: Store, parameters: dict[str, str]) -> tuple[int, Values]:
        asking.allow(parameters, "language")
        return 200, {f"{facet}s": telling.terms_of(store, facet, asking.language_of(parameters, store) or store.languages[0])}

    return answered(request, answers)


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Everybody who is credited in a public article, in the order in which the desk came to know them."""

    def answers(store: Store, parameters: dict[str, str]) -> tuple[int, Values]:
        asking.allow(parameters, "language", "limit", "cursor")
        language, limit = asking.language_of(parameters, store) or store.languages[0], asking.limit_of(parameters)
        after = asking.after_number(parameters.get("cursor", ""))
        rows = Classified.objects.filter(facet="person", article__status=200, value__gt=after).order_by("value").values_list("value", flat=True).distinct()
        numbers = list(rows[: limit + 1])
        following = _next("people", parameters, str(numbers[limit - 1])) if len(numbers) > limit else None
        return 200, {"people": telling.people(store, numbers[:limit], language), "next": following}

    return answered(request, answers)


@require_safe
def languages(request: HttpRequest) -> HttpResponse:
    """The languages that the publication offers."""

    def answers(store: Store, parameters: dict[str, str]) -> tuple[int, Values]:
        asking.allow(parameters)
        return 200, {"languages": telling.languages(store)}

    return answered(request, answers)


@require_safe
def unknown(request: HttpRequest, rest: str = "") -> HttpResponse:
    """What is none of the interface's addresses."""
    return answered(request, lambda _store, _parameters: (404, problem(404, "There is no such address. See openapi.json.")))
