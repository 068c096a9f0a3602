"""A small internet on loopback: public names and addresses whose servers really listen, on real sockets, in threads."""

from __future__ import annotations

import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import httpcore
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

Script = Callable[[socket.socket, bytes], None]


def answer(body: bytes = b"", *, status: str = "200 OK", headers: dict[str, str] | None = None) -> bytes:
    """One whole HTTP answer with a Content-Length."""
    lines = {"Content-Length": str(len(body)), **(headers or {})}
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + body


class Listener:
    """A real server on loopback that counts connections, keeps what was asked and plays a script for each."""

    def __init__(self, script: Script, tls: ssl.SSLContext | None = None) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._socket.settimeout(0.02)
        self._script = script
        self._tls = tls
        self._open = True
        self.port: int = self._socket.getsockname()[1]
        self.connections = 0
        self.requests: list[bytes] = []
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._open = False
        self._thread.join(2)
        self._socket.close()

    def _serve(self) -> None:
        while self._open:
            try:
                connection, _ = self._socket.accept()
            except TimeoutError:
                continue
            self.connections += 1
            threading.Thread(target=self._play, args=(connection,), daemon=True).start()

    def _play(self, connection: socket.socket) -> None:
        with connection:
            connection.settimeout(20)
            try:
                if self._tls is not None:
                    connection = self._tls.wrap_socket(connection, server_side=True)
                request = b""
                while b"\r\n\r\n" not in request:
                    piece = connection.recv(65536)
                    if not piece:
                        return
                    request += piece
                self.requests.append(request)
                self._script(connection, request)
            except OSError:
                return  # the client went away, which many of these tests are about
            finally:
                if self._tls is not None:
                    connection.close()


class Internet:
    """Names, their addresses, and which listener answers at which address; it is both resolver and dialler.

    `answers` may hold several lists for one name: each question takes the next, the last one stays.
    """

    def __init__(self, authority: Authority) -> None:
        self.authority = authority
        self.answers: dict[str, list[list[str]]] = {}
        self.asked: list[str] = []
        self.dialled: list[tuple[str, int]] = []
        self._routes: dict[tuple[str, int], int] = {}
        self._listeners: list[Listener] = []
        self._next = 34

    def listen(self, script: Script, *, tls_for: str | None = None) -> Listener:
        """Start a server that no name leads to yet."""
        tls = self.authority.server(tls_for) if tls_for else None
        listener = Listener(script, tls)
        self._listeners.append(listener)
        return listener

    def site(self, name: str, script: Script | bytes, *, tls: bool = False) -> Listener:
        """Start a public site of this name at a public address of its own, on port 80, or 443 with tls."""
        play: Script = script if callable(script) else lambda connection, _: connection.sendall(script)
        listener = self.listen(play, tls_for=name if tls else None)
        if name not in self.answers:
            self.answers[name] = [[f"93.184.216.{self._next}"]]
            self._next += 1
        self.route(self.answers[name][0][0], 443 if tls else 80, listener)
        return listener

    def route(self, address: str, port: int, listener: Listener) -> None:
        self._routes[(address, port)] = listener.port

    def resolve(self, host: str) -> list[str]:
        self.asked.append(host)
        if host not in self.answers:
            raise OSError("no such name")
        answers = self.answers[host]
        return answers.pop(0) if len(answers) > 1 else answers[0]

    def dial(self, address: str, port: int, timeout: float) -> httpcore.NetworkStream:
        self.dialled.append((address, port))
        if ipaddress.ip_address(address).is_loopback:
            return httpcore.SyncBackend().connect_tcp(address, port, timeout)
        if (address, port) not in self._routes:
            raise ConnectionRefusedError(111, "Connection refused")
        return httpcore.SyncBackend().connect_tcp("127.0.0.1", self._routes[(address, port)], timeout)

    def close(self) -> None:
        for listener in self._listeners:
            listener.close()


class Authority:
    """A certificate authority that exists for one test run only."""

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Authority of one test run")])
        self._certificate = self._sign(name, name, self._key, authority=True)

    def client(self) -> ssl.SSLContext:
        pem = self._certificate.public_bytes(serialization.Encoding.PEM).decode()
        return ssl.create_default_context(cadata=pem)

    def server(self, host: str) -> ssl.SSLContext:
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
        certificate = self._sign(name, self._certificate.subject, key, authority=False, host=host)
        path = f"{self._folder}/{host}.pem"
        with open(path, "wb") as file:
            file.write(certificate.public_bytes(serialization.Encoding.PEM))
            file.write(
                key.private_bytes(
                    serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
                )
            )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(path)
        return context

    def _sign(
        self, name: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, *, authority: bool, host: str = ""
    ) -> x509.Certificate:
        now = datetime.now(UTC)
        builder = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(issuer)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=1))
            .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key()), critical=False)
        )
        if authority:
            usage = x509.KeyUsage(True, False, False, False, False, True, True, False, False)
            builder = builder.add_extension(usage, critical=True)
        if host:
            builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        return builder.sign(self._key, hashes.SHA256())


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(str(tmp_path_factory.mktemp("authority")))


@pytest.fixture
def internet(authority: Authority) -> Iterator[Internet]:
    net = Internet(authority)
    yield net
    net.close()


@pytest.fixture
def make_answer() -> Callable[..., bytes]:
    return answer
