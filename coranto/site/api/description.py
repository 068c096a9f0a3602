"""What the interface answers, as OpenAPI 3.1. Tests hold every answer against these schemas, so they are what is true."""

from __future__ import annotations

from typing import Any

from coranto.articles.models import Genre
from coranto.site.api.asking import DEFAULT, MOST

Value = dict[str, Any]
TEXT: Value = {"type": "string"}
MAYBE: Value = {"type": ["string", "null"]}
ADDRESS: Value = {"type": "string", "format": "uri"}
MAYBE_ADDRESS: Value = {"type": ["string", "null"], "format": "uri"}
MOMENT: Value = {"type": "string", "format": "date-time"}
WHOLE: Value = {"type": "integer", "minimum": 1}


def description(name: str, address: str) -> Value:
    """The whole description, for a publication at an address."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"{name or address}: what is public", "version": "1",
            "description": "Read only, open to everybody, without a key. What is said of an article's terms holds here as on its page.",
        },
        "servers": [{"url": f"{address}/api/1"}],
        "paths": PATHS,
        "components": {"schemas": SCHEMAS, "parameters": PARAMETERS, "responses": RESPONSES},
    }  # fmt: skip


def _object(properties: Value, **more: Any) -> Value:
    """An object that has all of these and nothing else."""
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False, **more}


def _list(of: Value) -> Value:
    return {"type": "array", "items": of}


def _ref(name: str) -> Value:
    return {"$ref": f"#/components/schemas/{name}"}


SUMMARY: Value = {
    "id": WHOLE, "uri": {**TEXT, "description": "Stays the same for good; the identity in feeds and ninjs items."}, "url": ADDRESS, "language": TEXT, "headline": TEXT,
    "standfirst": TEXT, "genre": {"enum": list(Genre.values)},
    "text": {"enum": ["original", "machine", "machine-checked", "edited", "translated"], "description": "How the text in this language was made."},
    "published": MOMENT, "modified": MOMENT, "version": WHOLE, "authors": _list(_object({"name": TEXT, "url": MAYBE_ADDRESS})), "outlet": MAYBE,
    "regions": _list(TEXT), "themes": _list(TEXT), "reports": _list(TEXT),
    "image": {"anyOf": [{"type": "null"}, _object({"url": ADDRESS, "width": WHOLE, "height": WHOLE, "alt": TEXT, "credit": TEXT})], "description": "Only a picture that others may use."},
    "self": ADDRESS, "item": {**ADDRESS, "description": "The same as a ninjs 3.1 item."}, "provenance": {**MAYBE_ADDRESS, "description": "The signed chain."},
}  # fmt: skip
DETAIL: Value = {
    **SUMMARY, "byline": TEXT, "dateline": MAYBE, "html": {**MAYBE, "description": "The text, where the terms let others republish it in this language without asking."},
    "people": _list(_object({"name": TEXT, "role": TEXT, "url": MAYBE_ADDRESS})), "corrections": _list(_object({"kind": TEXT, "text": TEXT, "at": MOMENT})),
    "copyright_holder": TEXT, "copyright_notice": TEXT, "usage_terms": TEXT, "rights": {**MAYBE, "description": "The terms as ODRL, as text."},
    "source": {**MAYBE_ADDRESS, "description": "Of a repost, the original."}, "made": _list({**TEXT, "description": "How a translation was made, in sentences."}),
    "languages": _list(_object({"language": TEXT, "url": ADDRESS, "is_original": {"type": "boolean"}})),
}  # fmt: skip
TERM: Value = {"slug": TEXT, "name": TEXT, "code": {**MAYBE, "description": "UN M49 or ISO 3166 of a region, IPTC Media Topic of a theme."}, "url": ADDRESS}

SCHEMAS: Value = {
    "Summary": _object(SUMMARY), "Article": _object(DETAIL), "Articles": _object({"articles": _list(_ref("Summary")), "next": MAYBE_ADDRESS}),
    "Regions": _object({"regions": _list(_ref("Term"))}), "Themes": _object({"themes": _list(_ref("Term"))}), "Reports": _object({"reports": _list(_ref("Term"))}),
    "Term": _object(TERM), "People": _object({"people": _list(_object({"slug": TEXT, "name": TEXT, "url": ADDRESS})), "next": MAYBE_ADDRESS}),
    "Languages": _object({"languages": _list(_object({"language": TEXT, "name": TEXT, "own_name": TEXT, "direction": {"enum": ["ltr", "rtl"]}, "url": ADDRESS}))}),
    "Problem": _object({"type": TEXT, "title": TEXT, "status": WHOLE, "detail": TEXT}, description="RFC 9457."),
}  # fmt: skip


def _parameter(name: str, schema: Value, said: str) -> Value:
    return {"name": name, "in": "query", "required": False, "schema": schema, "description": said}


PARAMETERS: Value = {
    "language": _parameter("language", TEXT, "Only what can be read in this language, in this language. Without it each article is told in its own."),
    "region": _parameter("region", TEXT, "The slug of a region."), "theme": _parameter("theme", TEXT, "The slug of a theme."),
    "report": _parameter("report", TEXT, "The slug of an in-depth report."), "person": _parameter("person", TEXT, "The slug of somebody who is credited."),
    "outlet": _parameter("outlet", TEXT, "The slug of the outlet that a repost comes from."), "genre": _parameter("genre", {"enum": list(Genre.values)}, "The kind of text."),
    "since": _parameter("since", MOMENT, "Only what was changed at this time or later."),
    "limit": _parameter("limit", {"type": "integer", "minimum": 1, "maximum": MOST, "default": DEFAULT}, "How many at once. A page may be shorter and not the last."),
    "cursor": _parameter("cursor", TEXT, "Where to go on; 'next' has it already."),
}  # fmt: skip


def _answer(schema: str, said: str) -> Value:
    return {"description": said, "headers": {"ETag": {"schema": TEXT}}, "content": {"application/json": {"schema": _ref(schema)}}}


def _problem(said: str) -> Value:
    return {"description": said, "content": {"application/problem+json": {"schema": _ref("Problem")}}}


RESPONSES: Value = {"Wrong": _problem("A parameter is wrong; the detail names it."), "Unchanged": {"description": "What If-None-Match names is what there is."}}


def _get(name: str, said: str, schema: str, *parameters: str, **answers: Value) -> Value:
    shared = {"304": {"$ref": "#/components/responses/Unchanged"}, "400": {"$ref": "#/components/responses/Wrong"}}
    return {"get": {
        "operationId": name, "summary": said, "parameters": [{"$ref": f"#/components/parameters/{one}"} for one in parameters],
        "responses": {"200": _answer(schema, said), **shared, **{code.removeprefix("s"): value for code, value in answers.items()}},
    }}  # fmt: skip


_ARTICLE = _get("article", "One article", "Article", "language", s404=_problem("Never public, or not in this language."), s410=_problem("Taken back."))
_ARTICLE["get"]["parameters"].append({"name": "id", "in": "path", "required": True, "schema": WHOLE, "description": "The number of the article."})
PATHS: Value = {
    "/articles": _get("articles", "Public articles, newest first", "Articles", "language", "region", "theme", "report", "person", "outlet", "genre", "since", "limit", "cursor"),
    "/articles/{id}": _ARTICLE, "/regions": _get("regions", "Regions", "Regions", "language"), "/themes": _get("themes", "Themes", "Themes", "language"),
    "/reports": _get("reports", "In-depth reports", "Reports", "language"), "/people": _get("people", "People who are credited", "People", "language", "limit", "cursor"),
    "/languages": _get("languages", "Languages that the publication offers", "Languages"),
}  # fmt: skip
