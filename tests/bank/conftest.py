"""The small bank of `tests/data/banks`: read once, or copied where a test wants to break it."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from quiz.bank.parsing.bank_folder import load_bank
from quiz.bank.repository import Catalogue

BANKS = Path(__file__).resolve().parents[1] / "data" / "banks"
SMALL = BANKS / "small"
OWN = BANKS / "own"

#: Breaks a file of a copied bank: path, the text to replace, the text to put there.
Break = Callable[[str, str, str], Path]


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load_bank(SMALL)


@pytest.fixture
def bank_copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SMALL, tmp_path / "bank"))


@pytest.fixture
def break_bank(bank_copy: Path) -> Break:
    def replace(name: str, old: str, new: str) -> Path:
        file = bank_copy / name
        text = file.read_text(encoding="utf-8")
        assert old in text, f"{old!r} does not stand in {name}"
        file.write_text(text.replace(old, new, 1), encoding="utf-8")
        return bank_copy

    return replace
