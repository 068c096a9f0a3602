"""nginx in front: a configuration that answers from the same folder as the built-in server does.

nginx answers what is plainly a page: a file that stands under its own name has status 200 (see `stored_name`). All
else, redirects, withdrawn pages, what does not exist, the desk, it asks the built-in server for, so that nothing has to
be reloaded when an article is withdrawn. Headers that single outputs have (links to their licence) stand in a map that
`write_headers_maps` writes; nginx reads it when it is started or reloaded.
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from coranto.delivery.answering import IMMUTABLE, IMMUTABLE_PATHS, REVALIDATE, SECURITY_HEADERS
from coranto.delivery.models import Output
from coranto.delivery.paths import below

MAPPED = ("Link", "Content-Language", "Cache-Control", "X-Robots-Tag", "Content-Disposition", "License")

_TYPES = """    types {
        text/html html; text/css css; text/javascript js; application/json json; application/feed+json feedjson; application/xml xml;
        application/rss+xml rss; application/atom+xml atom; text/plain txt; image/svg+xml svg; image/avif avif; image/webp webp;
        image/jpeg jpg jpeg; image/png png; image/gif gif; image/x-icon ico; application/pdf pdf; font/woff2 woff2; application/manifest+json webmanifest;
    }
    default_type application/octet-stream;
    client_max_body_size 110m;
"""

_LOCATIONS = """    # Nothing that begins with a dot, and no sibling or notice by its own name.
    location ~ (/\\.(?!well-known/)|\\.(gz|br|404|410|451)$|/index\\.html$) {
        try_files /.nothing @coranto;
    }
    # nginx tells a file's type by its ending, which does not say of what kind a feed is.
    location ~ \\.(xml|json|txt|webmanifest)$ {
        try_files /.nothing @coranto;
    }
    location ~ ^/(desk|desk-static|desk-media|preview|live)/ {
        try_files /.nothing @coranto;
    }
    location / {
        if ($request_method !~ ^(GET|HEAD)$) {
            error_page 418 = @coranto;
            return 418;
        }
        try_files $uri$coranto_slash @coranto;
    }
    location @coranto {
        charset off;
        proxy_pass http://coranto;
        proxy_http_version 1.1;
        proxy_set_header Connection "";
        proxy_set_header Host $host;
        proxy_set_header X-Forwarded-For $remote_addr;
        proxy_set_header X-Forwarded-Proto $scheme;
        add_header Server-Front "";   # nothing is added: the built-in server has said all headers itself
    }
}
"""


def nginx_configuration(*, root: Path, public_url: str, upstream: str, listen: str = "80", maps: Path | None = None) -> str:
    """The text of a file for nginx's `conf.d`. `upstream` is the address of the built-in server, `maps` the folder of maps."""
    folder = maps or root.parent / "nginx"
    server = _server(root, urlsplit(public_url).hostname or "_", upstream, listen)
    return f"# Written by `coranto doctor`. Put it into nginx's conf.d and reload nginx.\n{_maps(folder)}\n{_cache_maps()}{server}{_TYPES}{_headers()}{_LOCATIONS}"


def _server(root: Path, host: str, upstream: str, listen: str) -> str:
    return f"""upstream coranto {{
    server {upstream};
    keepalive 16;
}}
server {{
    listen {listen};
    server_name {host};
    root "{root}";
    charset utf-8;
    charset_types text/html text/css text/plain text/xml application/javascript application/json application/rss+xml application/atom+xml;
    disable_symlinks on from=$document_root;
    etag on;
    gzip_static on;
    # brotli_static on;   # where nginx has the brotli module
    gzip_vary on;
    gzip_proxied any;
    open_file_cache max=20000 inactive=60s;
    open_file_cache_valid 1s;
"""


def _headers() -> str:
    security = "\n".join(f'    add_header {name} "{value}" always;' for name, value in SECURITY_HEADERS.items())
    own = "\n".join(f"    add_header {name} ${_variable(name)};" for name in MAPPED if name != "Cache-Control")
    return f"""{security}
{own}
    add_header Cache-Control $coranto_cache;
    add_header Vary Accept-Encoding;

"""


def _cache_maps() -> str:
    immutable = "|".join(path.strip("/") for path in IMMUTABLE_PATHS)
    return f"""map $uri $coranto_cache_by_path {{
    "~^/({immutable})/" "{IMMUTABLE}";
    default "{REVALIDATE}";
}}
map $coranto_cache_control $coranto_cache {{
    "" $coranto_cache_by_path;
    default $coranto_cache_control;
}}
map $uri $coranto_slash {{
    "~/$" "index.html";
    default "";
}}
"""


def _variable(name: str) -> str:
    return "coranto_" + name.lower().replace("-", "_")


def _maps(folder: Path) -> str:
    texts = ["map_hash_bucket_size 2048;", "map_hash_max_size 65536;"]
    texts += [f'map $uri ${_variable(name)} {{\n    default "";\n    include {folder}/{_variable(name)}*.map;\n}}' for name in MAPPED]
    return "\n".join(texts)


def write_headers_maps(folder: Path) -> int:
    """Write the maps of headers that single outputs have, from the record; how many lines. Then reload nginx."""
    folder.mkdir(parents=True, exist_ok=True)
    lines: dict[str, list[str]] = {name: [] for name in MAPPED}
    for path, headers in Output.objects.filter(status=200).exclude(digest="").order_by("path").values_list("path", "headers").iterator():
        served = path + "index.html" if path.endswith("/") else path
        for name, value in headers:
            if name in lines:
                lines[name].append(f"{_quoted(served)} {_quoted(value)};")
    for name, texts in lines.items():
        file = below(folder, f"{_variable(name)}.map")
        fresh = file.with_suffix(".new")
        fresh.write_text("\n".join(texts) + "\n", encoding="utf-8")
        fresh.replace(file)
    return sum(map(len, lines.values()))


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("$", "").replace("\n", " ").replace("\r", " ")
    return f'"{escaped}"'
