"""The runtime of each language: its file, commands and version. `git` is bash with a fixed author and date."""

import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from quiz.bank.proofs.postgresql import PostgresServer
from quiz.bank.proofs.sandbox import BUILD_SECONDS, SEARCH_PATH, RunResult, Sandbox

SQLITE_SCRIPT_PATH = Path(__file__).resolve().parent / "sqlite_script.py"
HASH_SEEDS = ("0", "1", "4242")

GIT_ENV = {
    "GIT_AUTHOR_NAME": "Ana",
    "GIT_AUTHOR_EMAIL": "ana@example.org",
    "GIT_AUTHOR_DATE": "2026-01-05T09:00:00+00:00",
    "GIT_COMMITTER_NAME": "Ana",
    "GIT_COMMITTER_EMAIL": "ana@example.org",
    "GIT_COMMITTER_DATE": "2026-01-05T09:00:00+00:00",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": "/dev/null",
    "GIT_CONFIG_COUNT": "2",
    "GIT_CONFIG_KEY_0": "init.defaultBranch",
    "GIT_CONFIG_VALUE_0": "main",
    "GIT_CONFIG_KEY_1": "advice.defaultBranchName",
    "GIT_CONFIG_VALUE_1": "false",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_EDITOR": "true",
    "GIT_PAGER": "cat",
}


@dataclass(frozen=True)
class Runtime:
    """How a program in one language is run."""

    #: Programs that must be installed; the first is asked for its version.
    needs: tuple[str, ...]
    version: tuple[str, ...]
    #: The name of the program's file, derived from its code.
    file: Callable[[str], str]
    #: Commands, in which `{file}` and `{kit}` are replaced. All but the last one build.
    commands: tuple[tuple[str, ...], ...]
    env: tuple[tuple[str, str], ...] = ()


def _name_file(name: str) -> Callable[[str], str]:
    return lambda _code: name


def _javascript_file(code: str) -> str:
    # In a module promises settle before process.nextTick, so only code that needs it is a module.
    return (
        "main.mjs"
        if re.search(r"^(import|export|await)\b", code, re.MULTILINE)
        else "main.js"
    )


def _java_file(code: str) -> str:
    match = re.search(
        r"\bpublic (?:final |abstract )?(?:class|record|enum|interface) (\w+)", code
    )
    return f"{match[1] if match else 'Main'}.java"


RUNTIMES: dict[str, Runtime] = {
    "python": Runtime(
        (sys.executable,),
        ("--version",),
        _name_file("main.py"),
        ((sys.executable, "-s", "-B", "{file}"),),
    ),
    "sqlite": Runtime(
        (sys.executable,),
        (
            "-c",
            "from quiz.bank.proofs.sqlite_script import library; print('SQLite', library.sqlite_version)",
        ),
        _name_file("main.sql"),
        ((sys.executable, "-s", "-B", str(SQLITE_SCRIPT_PATH), "{file}"),),
    ),
    "javascript": Runtime(
        ("node",),
        ("--version",),
        _javascript_file,
        (("node", "--max-old-space-size=256", "{file}"),),
    ),
    "bash": Runtime(
        ("bash",), ("--version",), _name_file("main.sh"), (("bash", "{file}"),)
    ),
    "git": Runtime(
        ("git", "bash"),
        ("--version",),
        _name_file("main.sh"),
        (("bash", "{file}"),),
        tuple(GIT_ENV.items()),
    ),
    "php": Runtime(
        ("php",), ("--version",), _name_file("main.php"), (("php", "-n", "{file}"),)
    ),
    "ruby": Runtime(
        ("ruby",), ("--version",), _name_file("main.rb"), (("ruby", "{file}"),)
    ),
    # UsePerfData names a file in /tmp by process id, and in a namespace each JVM has id 1.
    "java": Runtime(
        ("java", "javac"),
        ("--version",),
        _java_file,
        (
            (
                "java",
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "{file}",
            ),
        ),
    ),
    "go": Runtime(
        ("go",),
        ("version",),
        _name_file("main.go"),
        (("go", "build", "-o", "{kit}/main", "{file}"), ("{kit}/main",)),
        (("GO111MODULE", "off"), ("GOFLAGS", "-p=1"), ("CGO_ENABLED", "0")),
    ),
    "csharp": Runtime(
        ("mcs", "mono"),
        ("--version",),
        _name_file("main.cs"),
        (
            ("mcs", "-nologo", "-langversion:latest", "-out:{kit}/main.exe", "{file}"),
            ("mono", "{kit}/main.exe"),
        ),
    ),
    "rust": Runtime(
        ("rustc",),
        ("--version",),
        _name_file("main.rs"),
        (
            (
                "rustc",
                "-A",
                "warnings",
                "--edition",
                "2021",
                "-o",
                "{kit}/main",
                "{file}",
            ),
            ("{kit}/main",),
        ),
        (
            ("RUSTUP_HOME", str(Path.home() / ".rustup")),
            ("CARGO_HOME", str(Path.home() / ".cargo")),
        ),
    ),
}


def engines_for(language: str) -> tuple[str, ...]:
    """Return the engines that must run a proof in this language, all with the same output."""
    return ("sqlite", "postgresql") if language == "sql" else (language,)


def is_installed(engine: str) -> bool:
    """Say whether this machine can run it."""
    if engine == "postgresql":
        return PostgresServer.is_installed()
    return all(
        shutil.which(program, path=_search_path()) for program in RUNTIMES[engine].needs
    )


@cache
def engine_version(engine: str) -> str:
    """Return the version in one line, as it is stored with a proof."""
    runtime = RUNTIMES[engine]
    program = shutil.which(runtime.needs[0], path=_search_path()) or ""
    said = subprocess.run(
        [program, *runtime.version],
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    ).stdout
    line = said.strip().split("\n")[0]
    match = re.search(r"\d+(\.\d+)+", line)
    return f"{_runtime_title(engine, line)} {match[0]}" if match else line


def run_with_hash_seeds(
    engine: str,
    code: str,
    *,
    postgres: PostgresServer,
    seeds: Sequence[str] = HASH_SEEDS,
) -> list[RunResult]:
    """Build a program once and run it with each hash seed, in an empty folder each time."""
    if engine == "postgresql":
        return [postgres.run_script(code) for _ in seeds]
    runtime = RUNTIMES[engine]
    with Sandbox(dict(runtime.env)) as sandbox:
        file = sandbox.kit / runtime.file(code)
        file.write_text(code + "\n", encoding="utf-8")
        for build in runtime.commands[:-1]:
            built = sandbox.run_command(
                _fill_command(build, file, sandbox.kit), seconds=BUILD_SECONDS
            )
            if built.code:
                return [built]
        command = _fill_command(runtime.commands[-1], file, sandbox.kit)
        return [
            sandbox.run_command(command, env={"PYTHONHASHSEED": seed}) for seed in seeds
        ]


def _fill_command(command: Sequence[str], file: Path, kit: Path) -> list[str]:
    filled = [part.format(file=file, kit=kit) for part in command]
    return [shutil.which(filled[0], path=_search_path()) or filled[0], *filled[1:]]


def _search_path() -> str:
    # rustup installs programs in the home directory of the user.
    return f"{SEARCH_PATH}:{Path.home() / '.cargo/bin'}"


_TITLES = {
    "javascript": "Node.js",
    "csharp": "Mono",
    "git": "Git",
    "bash": "Bash",
    "go": "Go",
}


def _runtime_title(engine: str, line: str) -> str:
    return _TITLES.get(engine) or line.split(maxsplit=1)[0]
