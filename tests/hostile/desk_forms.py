"""The desk's own forms, filled in and sent as a browser does: what a form holds is read from its page first."""

from __future__ import annotations

import json
from typing import Any

import lxml.html
from django.contrib.auth.models import Group
from django.http import HttpResponse
from django.test import Client

from coranto.members.models import User


def signed_in(role: str = "Administrators") -> Client:
    """A colleague's browser; an error of the server is an answer of 500, as it would be for them."""
    user = User.objects.create_user(f"{role.split()[0].lower()}-{User.objects.count()}@example.org", "a long enough password")
    user.groups.add(Group.objects.get(name=role))
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


def fields_of(client: Client, path: str) -> dict[str, Any]:
    """What the largest form of a page holds now, by name."""
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code, answer.headers.get("Location"))
    forms = lxml.html.fromstring(answer.content).forms
    form = max(forms, key=lambda one: len(one.inputs.keys()))
    found: dict[str, Any] = {}
    for name in form.inputs.keys():  # noqa: SIM118 (iterating gives the elements)
        if not name or "__prefix__" in name:
            continue
        value = form.fields.get(name) if name in form.fields else None
        if value is not None:
            found[name] = list(value) if isinstance(value, lxml.html.MultipleSelectOptions) else value
    return {name: value for name, value in found.items() if not name.startswith("action-")}


def send(client: Client, path: str, values: dict[str, Any], *, known: dict[str, Any] | None = None) -> HttpResponse:
    """Send a form as it stands with some values changed."""
    data = {**(known if known is not None else fields_of(client, path)), **values}
    return client.post(path, {name: value for name, value in data.items() if value is not None})


def complaints(answer: HttpResponse) -> str:
    """What a form that came back complains of."""
    form = next((layer["form"] for layer in reversed(answer.context or []) if "form" in layer and hasattr(layer["form"], "errors")), None)
    if form is not None and "body" in form.errors:
        return f"body: {_inside(form.errors.as_data()['body'][0])}"
    return "" if form is None else f"{form.errors.as_data()!r} { {name: one.errors for name, one in getattr(form, 'formsets', {}).items() if not one.is_valid()} }"[:1500]


def _inside(error: Any) -> Any:
    """The errors of blocks inside blocks."""
    inner = getattr(error, "block_errors", None)
    if inner:
        return {place: _inside(one) for place, one in (inner.items() if isinstance(inner, dict) else enumerate(inner)) if one}
    return getattr(error, "messages", error)


def rich(*texts: str, link: str | None = None) -> str:
    """Rich text as the desk's editor sends it: blocks of text, bold, and with a link when an address is given."""
    blocks = [
        {"key": f"k{number:04}", "type": "unstyled", "depth": 0, "text": text, "inlineStyleRanges": [{"offset": 0, "length": 3, "style": "BOLD"}],
         "entityRanges": [{"offset": 0, "length": 4, "key": 0}] if link else []}
        for number, text in enumerate(texts)
    ]  # fmt: skip
    entities = {"0": {"type": "LINK", "mutability": "MUTABLE", "data": {"url": link}}} if link else {}
    return json.dumps({"blocks": blocks, "entityMap": entities})


def nested(prefix: str, value: Any) -> dict[str, str]:
    """Nested values by the names a form gives them."""
    if isinstance(value, dict):
        return {name: text for key, part in value.items() for name, text in nested(f"{prefix}-{key}" if prefix else key, part).items()}
    return {prefix: value}


def stream(name: str, blocks: list[tuple[str, Any]]) -> dict[str, str]:
    """A stream of typed blocks as the form sends it; a block's value is a text or a dict of its parts."""
    data = {f"{name}-count": str(len(blocks))}
    for number, (kind, value) in enumerate(blocks):
        start = f"{name}-{number}"
        data |= {f"{start}-deleted": "", f"{start}-order": str(number), f"{start}-type": kind, f"{start}-id": f"{name}{number:06}"}
        data |= nested(f"{start}-value", value) if value is not None else {f"{start}-value": ""}
    return data


def items(*values: Any) -> dict[str, Any]:
    """A list inside a block."""
    return {"count": str(len(values)), **{str(number): {"deleted": "", "order": str(number), "type": "item", "id": f"i{number:06}", "value": value} for number, value in enumerate(values)}}


def rows(name: str, *values: dict[str, str]) -> dict[str, str]:
    """Rows of their own below a form (credits, holders)."""
    data = {f"{name}-TOTAL_FORMS": str(len(values)), f"{name}-INITIAL_FORMS": "0", f"{name}-MIN_NUM_FORMS": "0", f"{name}-MAX_NUM_FORMS": "1000"}
    for number, value in enumerate(values):
        data |= {f"{name}-{number}-ORDER": str(number + 1), f"{name}-{number}-DELETE": "", f"{name}-{number}-id": ""}
        data |= {f"{name}-{number}-{key}": text for key, text in value.items()}
    return data
