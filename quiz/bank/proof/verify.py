"""Runs every runnable question of ours and says which proofs hold. An operator's questions are never run."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Literal

from quiz.bank.proof.judge import faults_of_output, faults_of_runs
from quiz.bank.proof.postgres import Postgres
from quiz.bank.proof.runtimes import engines_of, is_installed, run_thrice, version_of
from quiz.bank.proof.store import StoredProof, is_proved
from quiz.bank.questions import Proof, Question

Outcome = Literal["proved", "failed", "kept", "not run"]


@dataclass(frozen=True)
class Verified:
    """What became of one question."""

    question: Question
    #: proved: it ran, and the key holds. kept: no runtime here, but the kept proof is of this content.
    outcome: Outcome
    #: What is wrong, or why it was not run.
    remarks: tuple[str, ...] = ()
    proof: StoredProof | None = None


def verify(
    questions: Sequence[Question],
    kept: Mapping[str, StoredProof],
    *,
    jobs: int = 2,
    told: Callable[[Verified], object] = lambda _: None,
) -> list[Verified]:
    """Run the questions that have a proof, several at a time; `told` hears of each as it is done."""
    postgres = Postgres()

    def one_of(runnable: tuple[Question, Proof]) -> Verified:
        result = _verify_one(*runnable, kept, postgres)
        told(result)
        return result

    try:
        with ThreadPoolExecutor(max_workers=jobs) as pool:
            return list(
                pool.map(one_of, [(one, one.proof) for one in questions if one.proof])
            )
    finally:
        postgres.close()


def _verify_one(
    one: Question, proof: Proof, kept: Mapping[str, StoredProof], postgres: Postgres
) -> Verified:
    if one.own:
        return Verified(
            one,
            "not run",
            ("it comes from another folder, and nobody here reviewed it",),
        )
    engines = engines_of(proof.language)
    missing = [engine for engine in engines if not is_installed(engine)]
    if missing:
        why = f"{' and '.join(missing)} not installed"
        if is_proved(one, kept):
            return Verified(one, "kept", (why,), kept[one.key])
        return Verified(one, "not run", (why,))
    remarks: list[str] = []
    outputs: list[str] = []
    versions: list[str] = []
    for engine in engines:
        runs = run_thrice(engine, proof.code, postgres=postgres)
        said = list(faults_of_runs(runs)) or list(
            faults_of_output(one, proof, runs[0].output)
        )
        remarks += [f"{engine}: {remark}" for remark in said]
        outputs.append(runs[0].output)
        versions.append(
            postgres.version if engine == "postgresql" else version_of(engine)
        )
    if remarks:
        return Verified(one, "failed", tuple(remarks))
    stored = StoredProof(one.proof_digest, ", ".join(versions), outputs[0])
    return Verified(one, "proved", (), stored)
