"""Verifying: what is proved, what fails, what is kept, and what is never run."""

from dataclasses import replace
from pathlib import Path

import pytest

from quiz.bank.parsing.bank_folder import load_bank
from quiz.bank.proofs import runtimes
from quiz.bank.proofs.proof_store import (
    StoredProof,
    is_proved,
    read_proofs,
    write_proofs,
)
from quiz.bank.proofs.verification import VerificationResult, verify_questions
from quiz.bank.questions import Proof, Question
from tests.bank import makers
from tests.bank.conftest import OWN, SMALL


def one_of(
    question: Question, kept: dict[str, StoredProof] | None = None
) -> VerificationResult:
    [result] = verify_questions([question], kept or {}, jobs=1)
    return result


@pytest.fixture
def without_go(monkeypatch: pytest.MonkeyPatch) -> Question:
    """Return a question in a language whose runtime this machine does not have."""
    missing = replace(runtimes.RUNTIMES["go"], needs=("no-such-program",))
    monkeypatch.setitem(runtimes.RUNTIMES, "go", missing)
    return makers.text("2", proof=Proof("output", "go", "package main", None))


def test_a_key_that_comes_out_is_proved() -> None:
    one = makers.text("2", proof=makers.proof("print(1 + 1)"))

    result = one_of(one)

    assert result.outcome == "proved"
    assert result.proof is not None
    assert result.proof.output == "2\n"
    assert result.proof.runtime.startswith("Python 3.")
    assert is_proved(one, {one.key: result.proof})


def test_a_key_that_does_not_come_out_fails() -> None:
    result = one_of(makers.text("3", proof=makers.proof("print(1 + 1)")))

    assert (result.outcome, result.proof) == ("failed", None)
    assert result.remarks == ("python: it printed '2', which is no accepted answer",)


def test_chance_is_found_out() -> None:
    result = one_of(makers.number("1", proof=makers.proof("print(hash('a'))")))

    assert result.remarks == ("python: it printed different things in different runs",)


@pytest.mark.skipif(
    not runtimes.is_installed("postgresql"), reason="PostgreSQL is not installed here"
)
def test_both_databases_must_agree() -> None:
    agreed = makers.number("2", proof=Proof("output", "sql", "SELECT 1 + 1;", None))
    disputed = makers.text("1", proof=Proof("output", "sql", "SELECT 1 = 1;", None))

    good, bad = verify_questions([agreed, disputed], {}, jobs=2)

    assert good.outcome == "proved"
    assert good.proof is not None
    assert "SQLite" in good.proof.runtime
    assert "PostgreSQL" in good.proof.runtime
    assert bad.remarks == ("postgresql: it printed 't', which is no accepted answer",)


def test_without_a_runtime_a_kept_proof_counts(without_go: Question) -> None:
    proof = StoredProof(without_go.proof_digest, "Go 1.19", "2\n")

    result = one_of(without_go, {without_go.key: proof})

    assert (result.outcome, result.proof) == ("kept", proof)
    assert result.remarks == ("go not installed",)


def test_without_a_runtime_an_old_proof_does_not_count(without_go: Question) -> None:
    result = one_of(
        without_go, {without_go.key: StoredProof("0" * 64, "Go 1.19", "2\n")}
    )

    assert (result.outcome, result.proof) == ("not run", None)


def test_an_operators_question_is_never_run(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    code = f"open({str(mark)!r}, 'w')"

    result = one_of(makers.text("2", own=True, proof=makers.proof(code)))

    assert result.outcome == "not run"
    assert not mark.exists()


def test_the_small_bank_is_proved() -> None:
    heard: list[VerificationResult] = []
    questions = list(load_bank(SMALL, OWN).questions.values())

    results = verify_questions(questions, {}, told=heard.append)

    outcomes = {one.question.key: one.outcome for one in results}
    assert outcomes["prog-01-two-names"] == "proved"
    assert outcomes["prog-01-our-own"] == "not run"
    assert "failed" not in outcomes.values()
    assert len(heard) == len(results) == 6


def test_proofs_are_kept_as_text_in_order(tmp_path: Path) -> None:
    proofs = {"b": StoredProof("2", "Go 1", "x"), "a": StoredProof("1", "Go 1", "é")}

    write_proofs(tmp_path, proofs)

    text = (tmp_path / "proofs.json").read_text(encoding="utf-8")
    assert text.index('"a"') < text.index('"b"')
    assert "é" in text
    assert read_proofs(tmp_path) == proofs


def test_a_bank_without_proofs_has_none(tmp_path: Path) -> None:
    assert read_proofs(tmp_path) == {}
