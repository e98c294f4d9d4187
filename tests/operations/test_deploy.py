"""The files in `deploy/` name settings, commands and paths that there are."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from quiz.cli.main import COMMANDS

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
