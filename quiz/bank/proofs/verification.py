"""Runs the proofs of our questions and says which hold. An operator's questions are never run."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Literal

from quiz.bank.proofs.postgresql import PostgresServer
from quiz.bank.proofs.proof_store import StoredProof, is_proved
from quiz.bank.proofs.runtimes import (
    HASH_SEEDS,
    engine_version,
    engines_for,
    is_installed,
    run_with_hash_seeds,
)
from quiz.bank.proofs.sandbox import RunResult
from quiz.bank.proofs.verdicts import check_output, check_runs, check_trial
from quiz.bank.questions import Proof, Question
from quiz.bank.types.protocol import TrialProgram
from quiz.bank.types.registry import type_of

Outcome = Literal["proved", "failed", "kept", "not run"]


@dataclass(frozen=True)
class VerificationResult:
    """The outcome of verifying one question."""

    question: Question
    #: proved: it ran and the key holds. kept: no runtime here, but a stored proof has this content.
    outcome: Outcome
    #: What is wrong, or why it was not run.
    remarks: tuple[str, ...] = ()
    proof: StoredProof | None = None


def verify_questions(
    questions: Sequence[Question],
    kept: Mapping[str, StoredProof],
    *,
    jobs: int = 2,
    told: Callable[[VerificationResult], object] = lambda _: None,
) -> list[VerificationResult]:
    """Run the questions that have a proof, several at a time; `told` is called with each result."""
    postgres = PostgresServer()

    def verify_runnable(runnable: tuple[Question, Proof]) -> VerificationResult:
        result = _verify_question(*runnable, kept, postgres)
        told(result)
        return result

    try:
        with ThreadPoolExecutor(max_workers=jobs) as pool:
            return list(
                pool.map(
                    verify_runnable,
                    [
                        (question, question.proof)
                        for question in questions
                        if question.proof
                    ],
                )
            )
    finally:
        postgres.stop_server()


def _verify_question(
    question: Question,
    proof: Proof,
    kept: Mapping[str, StoredProof],
    postgres: PostgresServer,
) -> VerificationResult:
    if question.own:
        return VerificationResult(
            question,
            "not run",
            ("it comes from another folder, and nobody here reviewed it",),
        )
    engines = engines_for(proof.language)
    missing = [engine for engine in engines if not is_installed(engine)]
    if missing:
        why = f"{' and '.join(missing)} not installed"
        if is_proved(question, kept):
            return VerificationResult(question, "kept", (why,), kept[question.key])
        return VerificationResult(question, "not run", (why,))
    remarks: list[str] = []
    outputs: list[str] = []
    versions: list[str] = []
    for engine in engines:
        code = type_of(question).key_program(question, proof)
        runs = run_with_hash_seeds(engine, code, postgres=postgres)
        said = list(check_runs(runs)) or list(
            check_output(question, proof, runs[0].output)
        )
        if not said:
            said = [
                remark
                for trial in type_of(question).trial_programs(question, proof)
                for remark in _run_trial(engine, trial, runs[0], postgres)
            ]
        remarks += [f"{engine}: {remark}" for remark in said]
        outputs.append(runs[0].output)
        versions.append(
            postgres.server_version
            if engine == "postgresql"
            else engine_version(engine)
        )
    if remarks:
        return VerificationResult(question, "failed", tuple(remarks))
    stored = StoredProof(question.proof_digest, ", ".join(versions), outputs[0])
    return VerificationResult(question, "proved", (), stored)


def _run_trial(
    engine: str, trial: TrialProgram, key: RunResult, postgres: PostgresServer
) -> list[str]:
    runs = run_with_hash_seeds(
        engine, trial.code, postgres=postgres, seeds=HASH_SEEDS[:1]
    )
    return list(check_trial(trial, key, runs[0]))
