"""nginx with the printed configuration gives the answers of the built-in server."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from coranto.delivery.building import build
from coranto.delivery.caddy import caddy_configuration
from coranto.delivery.nginx import nginx_configuration, write_headers_maps
from coranto.delivery.storages.folder import FolderStorage
from tests.delivery.conftest import private_database
from tests.delivery.servers import ask, free_port, granian, nginx
from tests.delivery.test_serving import site

REQUESTS = [
    "/en/", "/en", "/fr/2026/01/%C3%A9t%C3%A9/", "/fr/2026/01/%C3%A9t%C3%A9?from=mail", quote("/ar/2026/01/خبر-قصير/"), "/old/", "/for-now/", "/en/gone/",
    "/fr/nowhere/", "/en/nowhere/", "/assets/site.0123abcd.css", "/en/feed.xml", "/media/large.bin", "/en/index.html", "/en/index.html.gz", "/en/gone/index.html.410",
    "/en/404.html", "/.staging/x", "/desk/pages/?q=1", "/%2e%2e/%2e%2e/etc/passwd",
]  # fmt: skip
SAME = (
    "content-type", "location", "content-language", "link", "cache-control", "vary", "content-encoding", "content-security-policy", "x-content-type-options",
    "referrer-policy", "allow",
)  # fmt: skip


@pytest.fixture(scope="module")
def ports(django_db_setup: Any, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, int]]:
    """The built-in server's port and nginx's."""
    if shutil.which("nginx") is None:
        pytest.skip("nginx is not installed.")
    folder = tmp_path_factory.mktemp("nginx")
    if folder.stat().st_uid == 0:
        for parent in [folder, *folder.parents][:3]:
            parent.chmod(0o755)
    with django_db_blocker.unblock(), private_database(folder) as url:
        build(site(), FolderStorage(folder / "public"), full=True)
        assert write_headers_maps(folder / "maps") == 2
    port = free_port()
    with granian({"DELIVERY_TEST_DATABASE": url, "DELIVERY_TEST_PUBLIC": str(folder / "public"), "DJANGO_SETTINGS_MODULE": "coranto.project.settings"}) as own:
        text = nginx_configuration(
            root=folder / "public", public_url="http://127.0.0.1", upstream=f"127.0.0.1:{own}", listen=f"127.0.0.1:{port}", maps=folder / "maps"
        )
        with nginx(text, folder, port):
            yield own, port


@pytest.mark.parametrize("wish", ["identity", "gzip"])
@pytest.mark.parametrize("target", REQUESTS)
def test_nginx_says_what_the_built_in_server_says(ports: tuple[int, int], target: str, wish: str) -> None:
    own, other = (ask(port, target, Accept_Encoding=wish) for port in ports)
    if "%2e%2e" in target:
        assert other.status in {400, 404}  # nginx refuses such an address before it looks
        return
    assert other.status == own.status
    assert other.body == own.body
    assert {name: other.headers.get(name) for name in SAME} == {name: own.headers.get(name) for name in SAME}


def test_nginx_answers_head_304_and_refuses_to_write(ports: tuple[int, int]) -> None:
    port = ports[1]
    etag = ask(port, "/en/").headers["etag"]
    assert ask(port, "/en/", If_None_Match=etag).status == 304
    assert (ask(port, "/en/", "HEAD").status, ask(port, "/en/", "HEAD").body) == (200, b"")
    assert ask(port, "/en/", "POST", b"x").status == 405
    assert ask(port, "/desk/pages/", "POST", b"headline=x").body == b"inner POST /desk/pages/ headline=x"


def test_caddy_is_told_the_same_folder_and_server() -> None:
    text = caddy_configuration(root=Path("/srv/public"), public_url="https://example.org", upstream="127.0.0.1:8000")
    assert text.splitlines()[1] == "https://example.org {"
    assert 'root * "/srv/public"' in text
    assert "reverse_proxy 127.0.0.1:8000" in text
    assert text.count("{") == text.count("}")
