"""The text format that Prometheus reads, version 0.0.4: families of samples, each with a type and a help line."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


@dataclass(frozen=True)
class Sample:
    """A number, what it is a case of, and the ending of its name."""

    value: float
    labels: Mapping[str, str] = field(default_factory=dict)
    ending: str = ""


@dataclass(frozen=True)
class Family:
    """Samples under one name."""

    name: str
    kind: Literal["counter", "gauge", "histogram"]
    help: str
    samples: tuple[Sample, ...]


def write_families(families: Iterable[Family]) -> str:
    """Return the page that a monitor reads."""
    lines: list[str] = []
    for family in families:
        lines.append(f"# HELP {family.name} {_escape(family.help, quote=False)}")
        lines.append(f"# TYPE {family.name} {family.kind}")
        lines += [_write_sample(family, sample) for sample in family.samples]
    return "\n".join(lines) + "\n"


def _write_sample(family: Family, sample: Sample) -> str:
    labels = ",".join(
        f'{name}="{_escape(value, quote=True)}"'
        for name, value in sample.labels.items()
    )
    shown = f"{{{labels}}}" if labels else ""
    return f"{family.name}{sample.ending}{shown} {_write_number(sample.value)}"


def _write_number(value: float) -> str:
    return str(int(value)) if value == int(value) else repr(float(value))


def _escape(text: str, *, quote: bool) -> str:
    escaped = text.replace("\\", r"\\").replace("\n", r"\n")
    return escaped.replace('"', r"\"") if quote else escaped
