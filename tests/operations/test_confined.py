"""The program as a container runs it: another user, no rights, a root that is only read, one folder to write into."""

import os
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from lab.benchmarks.quiz_client import QuizClient
from lab.benchmarks.servers import find_free_port, kill_server
from tests import browsers
from tests.rules.files import ROOT

USER = 65532
TOOLS = ("unshare", "mount", "setpriv")
CONFINE = """
set -e
mount --make-rprivate /
mount --bind "$DATA" "$DATA"
mount -t tmpfs -o mode=1777 tmpfs "$SCRATCH"
# Every mount that was there is only read from now on.
mount -o remount,bind,ro /
for place in "$ROOT" /tmp /var /home /root /work; do
    if mountpoint -q "$place"; then mount -o remount,bind,ro "$place"; fi
done
exec setpriv --reuid=$USER_ID --regid=$USER_ID --clear-groups --no-new-privs \
    --inh-caps=-all --bounding-set=-all "$@"
"""

pytestmark = [
    pytest.mark.skipif(os.getuid() != 0, reason="giving up rights needs root"),
    pytest.mark.skipif(
        not all(map(shutil.which, TOOLS)), reason="needs unshare, mount and setpriv"
    ),
]


@pytest.fixture
def data() -> Iterator[Path]:
    """Return the one folder that the program may write to, as a volume is."""
    # Not a folder of pytest's: whoever is nobody has to reach it.
    with tempfile.TemporaryDirectory(prefix="trigpoint-", dir="/tmp") as place:
        Path(place).chmod(0o755)
        folder = Path(place) / "data"
        folder.mkdir(mode=0o700)
        shutil.chown(folder, USER, USER)
        (Path(place) / "scratch").mkdir()
        yield folder


@pytest.fixture
def confined(data: Path) -> Iterator[tuple[int, int]]:
    """Return port and process of the confined program."""
    port, log = find_free_port(), data.parent / "server.log"
    program = [sys.executable, "-P", "-m", "quiz"]
    with log.open("wb") as output:
        server = subprocess.Popen(
            [
                *("unshare", "--mount", "sh", "-c", CONFINE, "sh", *program),
                *("run", f"--port={port}", f"--data={data}"),
            ],
            cwd="/",
            env={
                "PATH": os.environ["PATH"],
                "PYTHONPATH": str(ROOT),
                "PYTHONDONTWRITEBYTECODE": "1",
                "DATA": str(data),
                "SCRATCH": str(data.parent / "scratch"),
                "TMPDIR": str(data.parent / "scratch"),
                "ROOT": str(ROOT),
                "USER_ID": str(USER),
            },
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    try:
        browsers.wait_for(f"http://127.0.0.1:{port}/readyz", server, log)
        # unshare, sh and setpriv became the program, each in the place of the one before.
        yield port, server.pid
    finally:
        kill_server(server)


def test_it_serves_and_keeps_everything_in_its_folder_for_itself(
    confined: tuple[int, int], data: Path
) -> None:
    with QuizClient(confined[0]) as client:
        client.begin_sitting()
        assert client.answer_question() is not None
        assert client.answer_question() is not None

    files = [path for path in data.rglob("*") if path.is_file()]
    assert {path.name for path in files} >= {"trigpoint.sqlite3", "secret"}
    for path in files:
        seen = path.stat()
        assert (seen.st_uid, stat.S_IMODE(seen.st_mode) & 0o077) == (USER, 0), path


def test_it_has_no_right_left_and_its_root_is_only_read(
    confined: tuple[int, int], data: Path
) -> None:
    status = Path(f"/proc/{confined[1]}/status").read_text()
    mounts = Path(f"/proc/{confined[1]}/mounts").read_text().splitlines()

    assert f"Uid:\t{USER}\t{USER}\t{USER}\t{USER}" in status
    assert "NoNewPrivs:\t1" in status
    for kind in ("CapInh", "CapPrm", "CapEff", "CapBnd"):
        assert f"{kind}:\t0000000000000000" in status
    root = [line.split()[3] for line in mounts if line.split()[1] == "/"][-1]
    assert "ro" in root.split(",")
    volume = [line.split()[3] for line in mounts if line.split()[1] == str(data)][-1]
    assert "rw" in volume.split(",")
