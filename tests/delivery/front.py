"""The front that the tests serve with: public files of a folder, and an inner application that says what it was asked."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import django


async def inner(scope: Any, receive: Any, send: Any) -> None:
    body = b""
    while True:
        message = await receive()
        body += message.get("body", b"")
        if not message.get("more_body"):
            break
    text = f"inner {scope['method']} {scope['path']} {body.decode()}".encode()
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/plain"), (b"content-length", str(len(text)).encode())]})
    await send({"type": "http.response.body", "body": text})


def front() -> Any:
    os.environ["CORANTO_DATABASE"] = os.environ["DELIVERY_TEST_DATABASE"]
    django.setup()
    from coranto.delivery.answering import Answers  # models can be imported only after setup
    from coranto.delivery.serving import Front

    answers = Answers(Path(os.environ["DELIVERY_TEST_PUBLIC"]), languages=frozenset({"en", "fr"}), default_language="en")
    return Front(answers, inner, lambda path: path.startswith("/desk/"))
