"""Caddy in front: a configuration that answers from the same folder as the built-in server does."""

from __future__ import annotations

from pathlib import Path

from coranto.delivery.answering import IMMUTABLE, IMMUTABLE_PATHS, REVALIDATE, SECURITY_HEADERS


def caddy_configuration(*, root: Path, public_url: str, upstream: str) -> str:
    """The text of a Caddyfile. Caddy sees to the certificate itself when `public_url` begins with https.

    A file that stands under its own name is a page with status 200 (see `stored_name`); the built-in server at
    `upstream` is asked for all else: redirects, withdrawn pages, what does not exist, the desk.
    """
    security = "\n".join(f'            {name} "{value}"' for name, value in SECURITY_HEADERS.items())
    immutable = " ".join(f"{path}*" for path in IMMUTABLE_PATHS)
    return f"""# Written by `coranto doctor`. Put it into Caddy's Caddyfile and reload Caddy.
{public_url} {{
    root * "{root}"
    @immutable path {immutable}
    @public {{
        method GET HEAD
        not path /desk/* /desk-static/* /desk-media/* /preview/* /live/* /.staging/* *.gz *.br *.404 *.410 *.451 */index.html
        file {{
            try_files {{path}} {{path}}/index.html
        }}
        path_regexp whole (^/$|/$|/[^/]*\\.[^/]+$)
    }}
    handle @public {{
        header {{
{security}
            Cache-Control "{REVALIDATE}"
            Vary Accept-Encoding
        }}
        header @immutable Cache-Control "{IMMUTABLE}"
        file_server {{
            precompressed br gzip
            hide .staging
        }}
    }}
    handle {{
        reverse_proxy {upstream}
    }}
}}
"""
