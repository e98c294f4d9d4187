"""Reads a Containerfile: its stages, and the instructions of each."""

import re
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Instruction:
    """A word in capitals and what follows it."""

    word: str
    value: str


@dataclass(frozen=True)
class Stage:
    """What begins with a FROM."""

    base: str
    name: str
    instructions: tuple[Instruction, ...]

    def values(self, word: str) -> list[str]:
        """Return what follows a word, each time it is there."""
        return [one.value for one in self.instructions if one.word == word]


def read_stages(path: Path) -> list[Stage]:
    """Return the stages of a file, the first first."""
    lines = [
        line
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.strip() and not line.lstrip().startswith("#")
    ]
    joined = re.sub(r"\\\n\s*", " ", "\n".join(lines)).splitlines()
    stages: list[Stage] = []
    for line in joined:
        word, _, value = line.partition(" ")
        if word.upper() == "FROM":
            base, _, name = value.partition(" AS ")
            stages.append(Stage(base.strip(), name.strip(), ()))
        else:
            last = stages.pop()
            read = (*last.instructions, Instruction(word.upper(), value.strip()))
            stages.append(Stage(last.base, last.name, read))
    return stages
