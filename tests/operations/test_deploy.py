"""The files in `deploy/` name settings, commands and paths that there are."""

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from quiz.cli.main import COMMANDS
from quiz.jobs.arbiter import STOP_SECONDS
from quiz.jobs.consumer import SHUTDOWN_SECONDS
from quiz.server import GRACE_SECONDS
from tests.operations.containerfile import read_stages

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
FILES = sorted(path for path in DEPLOY.rglob("*") if path.is_file())


def read_compose() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load((DEPLOY / "compose/compose.yaml").read_text())
    return read


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_setting_that_is_named_is_one(path: Path) -> None:
    settings = set(re.findall(r"`(TRIGPOINT_\w+)`", (ROOT / "README.md").read_text()))

    named = set(re.findall(r"TRIGPOINT_\w+", path.read_text()))

    assert named <= settings


def test_every_command_that_is_started_is_one() -> None:
    units = [
        re.findall(r"^ExecStart=\S+/trigpoint (\w+)", path.read_text(), re.MULTILINE)
        for path in (DEPLOY / "systemd").iterdir()
    ]
    services = [
        service["command"][0]
        for service in read_compose()["services"].values()
        if "command" in service
    ]
    image = re.findall(
        r'^CMD \["(\w+)"', (DEPLOY / "Containerfile").read_text(), re.MULTILINE
    )

    started = [*(word for words in units for word in words), *services, *image]

    assert len(started) == 5
    assert set(started) <= set(COMMANDS)


def test_commands_of_an_operator_run_as_the_service_does() -> None:
    unit = (DEPLOY / "systemd/trigpoint.service").read_text()
    docs = (ROOT / "docs/operating.md").read_text()
    [alias] = re.findall(
        r"^    alias trigpoint='systemd-run (.*)'$", docs, re.MULTILINE
    )
    *options, program = alias.split()

    def named(setting: str) -> str:
        [found] = re.findall(rf"^{setting}=(.*)$", unit, re.MULTILINE)
        return str(found)

    assert {
        f"--uid={named('User')}",
        f"--gid={named('Group')}",
        f"--property=EnvironmentFile={named('EnvironmentFile')}",
        f"--property=UMask={named('UMask')}",
        f"--setenv=TRIGPOINT_DATA={named('Environment=TRIGPOINT_DATA')}",
    } <= set(options)
    assert named("ExecStart").split()[0] == program


def test_no_container_is_root_or_writes_to_its_root() -> None:
    ours = {
        name: service
        for name, service in read_compose()["services"].items()
        if service["image"] == "trigpoint"
    }

    assert set(ours) == {"migrate", "app1", "app2", "worker"}
    for service in ours.values():
        assert service["read_only"]
        assert service["user"] == "65532:65532"
        assert service["cap_drop"] == ["ALL"]
    assert "\nUSER 65532:65532\n" in (DEPLOY / "Containerfile").read_text()


def test_all_hosts_share_key_and_database_and_one_makes_backups() -> None:
    hosts = [
        service["environment"]
        for service in read_compose()["services"].values()
        if service["image"] == "trigpoint"
    ]

    for name in ("TRIGPOINT_DATABASE_URL", "TRIGPOINT_SECRET_KEY"):
        assert len({host[name] for host in hosts}) == 1
    assert [host["TRIGPOINT_BACKUP_KEEP"] for host in hosts].count("7") == 1


def test_what_the_image_leaves_out_is_no_part_of_the_program() -> None:
    left_out = set((ROOT / ".containerignore").read_text().split())

    assert left_out == set((ROOT / ".dockerignore").read_text().split())
    assert not left_out & {"quiz", "questions", "static", "templates", "migrations"}


def test_the_image_ends_with_a_user_without_rights_one_volume_and_the_program() -> None:
    stages = read_stages(DEPLOY / "Containerfile")
    last = stages[-1]

    assert last.values("USER") == ["65532:65532"]
    assert last.values("VOLUME") == ["/data"]
    assert last.values("STOPSIGNAL") == ["SIGTERM"]
    # As a list of words: a shell in between would keep signals to itself.
    [entry], [command] = last.values("ENTRYPOINT"), last.values("CMD")
    assert json.loads(entry) == ["trigpoint"]
    assert json.loads(command)[0] == "run"
    words = [one.word for one in last.instructions]
    assert words.index("USER") < words.index("ENTRYPOINT")
    # What is written after the user has changed would be written by nobody.
    assert "RUN" not in words[words.index("USER") :]
    assert "COPY" not in words[words.index("USER") :]
    [health] = last.values("HEALTHCHECK")
    assert "/healthz" in health


def test_the_image_is_built_from_what_is_locked_and_holds_no_secret() -> None:
    build, last = read_stages(DEPLOY / "Containerfile")

    for stage in (build, last):
        # A named version: the newest of anything may break what worked.
        assert re.fullmatch(r"docker\.io/library/python:\d+\.\d+-slim-\w+", stage.base)
        assert not stage.values("ADD")
        assert not stage.values("ARG")
        for value in stage.values("ENV"):
            assert not re.search(r"SECRET|PASSWORD|TOKEN", value)
    assert build.base == last.base
    installs = [value for value in build.values("RUN") if "pip install" in value]
    assert "--require-hashes" in installs[0]
    assert "--only-binary :all:" in installs[0]
    assert "--no-deps" in installs[1]
    # Of the stage that builds nothing but the finished environment is taken over.
    assert last.values("COPY") == ["--from=build /opt/trigpoint /opt/trigpoint"]


def test_containers_keep_what_they_write_in_one_named_volume() -> None:
    compose = read_compose()
    named = set(compose["volumes"])

    for name, service in compose["services"].items():
        for volume in service.get("volumes", []):
            source, target, *rest = volume.split(":")
            is_file = source.startswith("./")
            assert is_file or source in named, f"{name}: {volume}"
            assert not is_file or rest == ["ro"], f"{name}: {volume}"
            assert service["image"] != "trigpoint" or target == "/data"


def test_containers_stop_slower_than_jobs_do() -> None:
    ours = [
        service
        for service in read_compose()["services"].values()
        if service["image"] == "trigpoint"
    ]

    graces = {int(service["stop_grace_period"].removesuffix("s")) for service in ours}
    assert min(graces) > max(SHUTDOWN_SECONDS, STOP_SECONDS, GRACE_SECONDS)


def test_the_proxy_asks_every_host_whether_it_is_ready() -> None:
    caddy = (DEPLOY / "compose/Caddyfile").read_text()
    hosts = {name for name in read_compose()["services"] if name.startswith("app")}

    [proxied] = re.findall(r"reverse_proxy (.*) \{", caddy)
    assert {word.removesuffix(":8000") for word in proxied.split()} == hosts
    assert "health_uri /readyz" in caddy


UNITS = sorted((DEPLOY / "systemd").iterdir())


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_a_unit_takes_rights_away_and_stops_slower_than_jobs_do(path: Path) -> None:
    unit = dict(re.findall(r"^(\w+)=(.*)$", path.read_text(), re.MULTILINE))

    assert unit["User"] == unit["Group"] == "trigpoint"
    assert unit["CapabilityBoundingSet"] == ""
    assert (unit["ProtectSystem"], unit["NoNewPrivileges"]) == ("strict", "yes")
    assert unit["UMask"] == "0077"
    assert int(unit["TimeoutStopSec"]) > max(SHUTDOWN_SECONDS, STOP_SECONDS)


@pytest.mark.skipif(
    not shutil.which("systemd-analyze"), reason="systemd is not installed"
)
@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_systemd_finds_nothing_wrong_with_a_unit(path: Path, tmp_path: Path) -> None:
    # Verified with a program that is there.
    text = re.sub(
        r"^ExecStart=\S+", "ExecStart=/bin/true", path.read_text(), flags=re.MULTILINE
    )
    (tmp_path / path.name).write_text(text)
    analyze = ["systemd-analyze", "--no-pager"]

    checked = subprocess.run(
        [*analyze, "verify", "--man=no", str(tmp_path / path.name)],
        capture_output=True,
        text=True,
        check=False,
    )
    exposed = subprocess.run(
        [
            *analyze,
            "security",
            "--offline=true",
            "--threshold=25",
            str(tmp_path / path.name),
        ],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (checked.returncode, checked.stderr) == (0, "")
    assert exposed.returncode == 0, exposed.stdout[-500:]
