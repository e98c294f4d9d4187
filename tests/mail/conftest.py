"""A real SMTP server for tests, which takes what it is told to take."""

import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from quiz.config import Settings
from quiz.jobs.kinds import JobRun
from tests.factories import NOW
from tests.mail.server import MailServer


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Return a certificate for localhost and its key."""
    folder = tmp_path_factory.mktemp("certificate")
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    names = ("-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost")
    files = ("-keyout", str(key), "-out", str(certificate))
    command = ("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2")
    subprocess.run((*command, *names, *files), check=True, capture_output=True)
    return certificate, key


@pytest.fixture
def mail_server() -> Iterator[Callable[..., MailServer]]:
    """Return a function that starts a server on a free port of this machine."""
    with ExitStack() as running:
        yield lambda **options: running.enter_context(MailServer(**options))


@pytest.fixture
def mail_settings(tmp_path: Path) -> Callable[..., Settings]:
    """Return a function that makes the settings of an installation that sends emails."""

    def make(server: MailServer | None = None, **values: Any) -> Settings:
        if server is not None:
            values = {
                "smtp_host": "localhost",
                "smtp_port": server.port,
                "smtp_security": "none",
                "base_url": "https://quiz.example.org",
                "mail_from": "Trigpoint <quiz@example.org>",
            } | values
        return Settings(
            data_folder=tmp_path, secret_key="only for tests " * 4, **values
        )

    return make


@pytest.fixture
def run_of(engine: Engine) -> Callable[..., JobRun]:
    """Return a function that makes the run of a job about an email."""

    def make(settings: Settings, key: str, *, now: datetime = NOW) -> JobRun:
        return JobRun("x7kq2mwd9tfc", {"mail": key}, engine, settings, now=now)

    return make
