"""Every address of the running system, from the resolver, and what each role gets there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import Group
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from coranto.members.models import User
from coranto.newsroom.roles import ROLES
from tests.site import making

WAY_OUT = "/desk/logout/"
ROLE_NAMES = ("nobody", *ROLES)


def routes() -> Iterator[str]:
    """Every route of the resolver, as written in the URL configurations."""
    yield from _walk(get_resolver().url_patterns, "/")


def _walk(patterns: list[Any], prefix: str) -> Iterator[str]:
    for pattern in patterns:
        route = prefix + str(pattern.pattern).lstrip("^")
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern):
            yield route


def path_of(route: str, article: int) -> str:
    """An address of a route: numbers name the article, other parts are a word."""
    path = re.sub(r"<int:[^>]+>", str(article), route)
    path = re.sub(r"<uuid:[^>]+>", "00000000-0000-4000-8000-000000000000", path)
    path = re.sub(r"<(?:str:|slug:|path:|unicode_slug:|rawpath:)?([^>:]+)>", lambda found: str(article) if found[1] == "pk" else WORDS.get(found[1], "x"), path)
    path = re.sub(r"\(\?P(<[^>]+>)?\(?[^()]*(\([^()]*\)[^()]*)*\)", str(article), path)
    return path.replace("\\Z", "").replace("$", "").replace("\\", "").replace("?", "")


WORDS = {"app_label": "articles", "model_name": "article", "content_type_app_name": "articles", "content_type_model_name": "article", "kind": "person"}


def make_colleagues() -> dict[str, Client]:
    """A signed-in client for each role, and one for nobody."""
    clients = {"nobody": Client(raise_request_exception=False)}
    for number, role in enumerate(ROLES):
        user = User.objects.create_user(f"colleague{number}@example.org", "a long enough password")
        user.groups.add(Group.objects.get(name=role))
        clients[role] = Client(raise_request_exception=False)
        clients[role].force_login(user)
    return clients


def outcome(client: Client, path: str) -> str:
    """What a GET gives: in, refused, sign in, nothing there, elsewhere, wrong method, or broken."""
    answer = client.get(path)
    if answer.status_code in {301, 302}:
        target = answer.headers["Location"]
        if "/login/" in target:
            return "sign in"
        return "refused" if target in {"/desk/", "/desk"} else "elsewhere"
    if answer.status_code >= 500:
        return f"broken ({answer.status_code})"
    names = {200: "in", 204: "in", 400: "bad request", 403: "refused", 404: "nothing there", 405: "wrong method"}
    return names.get(answer.status_code, str(answer.status_code))


def matrix() -> dict[str, dict[str, str]]:
    """Outcome by route and role, for a publication with one public article and one draft."""
    clients = make_colleagues()
    draft = making.make_article("A draft nobody may see", publish=False)
    draft.save_revision()
    # The way out comes last: even a GET of it, which is refused, takes the session's cookie away.
    ordered = sorted(set(routes()), key=lambda route: (route == WAY_OUT, route))
    return {route: {role: outcome(client, path_of(route, draft.pk)) for role, client in clients.items()} for route in ordered}
