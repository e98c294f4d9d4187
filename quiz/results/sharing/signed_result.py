"""A result as JSON with a signature that this installation recognises. The format is in docs/result-format.md."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from itsdangerous import BadSignature, Signer

from quiz.errors import NotValid
from quiz.results.evidence.claims import ClaimRow
from quiz.results.outcomes import AreaOutcome
from quiz.results.presenters import ResultView

FORMAT = "trigpoint-result"
VERSION = 2
#: Each version that can be read, and the salt of its signature.
SALTS: Mapping[int, str] = {1: "trigpoint result 1", 2: "trigpoint result 2"}
#: Self-ratings as the format names them. Other levels are written as numbers.
RATING_NAMES: Mapping[float, str] = {
    0.0: "nothing yet",
    0.5: "a little",
    1.0: "junior",
    2.0: "confirmed",
    3.0: "senior",
}


class UnknownResult(NotValid):
    """The file is not a result, or it has a format that this version does not read."""


class ForgedResult(NotValid):
    """The file is a result that was changed or that another installation signed."""


@dataclass(frozen=True)
class SigningKeys:
    """The key that signs results, and older ones that are still accepted."""

    current: str
    previous: Sequence[str] = ()


@dataclass(frozen=True)
class Issue:
    """What ties a file to the site and the person that made it, and tells it from every other file."""

    #: Address of the site.
    site: str
    #: Hash of the random ID that stands for the person.
    person: str
    #: Random, different in every file.
    nonce: str
    #: When the file was made.
    moment: datetime
    #: The code of the report: what turns that off turns this file off too.
    code: str


def build_payload(
    result: ResultView, claims: Sequence[ClaimRow], notes: Sequence[str], issue: Issue
) -> dict[str, Any]:
    """Return what the file says: levels and their uncertainty, no question and no answer key."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "issued": {
            "site": issue.site,
            "person": issue.person,
            "nonce": issue.nonce,
            "at": issue.moment.isoformat(timespec="seconds"),
            "code": issue.code,
        },
        "name": result.person_name,
        "example": result.is_example,
        "sitting": result.key,
        "goal": {
            "key": result.goal_key,
            "name": result.goal_name,
            "custom": result.is_custom_goal,
        },
        "finished_on": result.finished_on.isoformat(),
        "bank": result.bank_version,
        "supervised": result.is_supervised,
        "answers": {
            "all": result.answers.total,
            "right": result.answers.correct,
            "not_yet": result.answers.not_correct,
            "dont_know": result.answers.dont_know,
        },
        "more_on": list(result.added.area_names) if result.added else [],
        "areas": [_describe_area(row.outcome) for row in result.rows],
        "claimed": {
            row.outcome.area_name: RATING_NAMES.get(row.rating, f"{row.rating:.1f}")
            for row in claims
            if row.rating is not None
        },
        "evidence": [
            {"area": row.outcome.area_name, "url": one.url, "note": one.note}
            for row in claims
            for one in row.evidence
        ],
        "notes": list(notes),
    }


def _describe_area(outcome: AreaOutcome) -> dict[str, Any]:
    return {
        "key": outcome.area_key,
        "name": outcome.area_name,
        "level": round(outcome.level, 3),
        "low80": round(outcome.low, 3),
        "high80": round(outcome.high, 3),
        "required": outcome.required,
        "p_reached": round(outcome.p_reached, 4),
        "statement": outcome.statement.value,
        "answers": outcome.answers,
    }


def sign_result(payload: dict[str, Any], keys: SigningKeys) -> str:
    """Return the result as readable JSON, with a signature over all the rest."""
    body = payload | {
        "signature": _build_signer(keys, VERSION)
        .get_signature(_canonical_json(payload))
        .decode()
    }
    return json.dumps(body, indent=2, ensure_ascii=False)


def verify_result(text: str, keys: SigningKeys) -> dict[str, Any]:
    """Return what a signed file says.

    Raises
    ------
    UnknownResult
        When it is not a result, or has a version that is not known here.
    ForgedResult
        When something was changed, or another installation signed it.
    """
    try:
        body = json.loads(text)
    except (json.JSONDecodeError, UnicodeDecodeError, RecursionError):
        raise UnknownResult("This file is not JSON.") from None
    if not isinstance(body, dict) or body.get("format") != FORMAT:
        raise UnknownResult("This file is not a Trigpoint result.")
    version = body.get("version")
    if not isinstance(version, int) or int(version) not in SALTS:
        raise UnknownResult(
            f"This result has version {version!r}; versions 1 and {VERSION} can be read here."
        )
    signature = body.pop("signature", None)
    if not isinstance(signature, str):
        raise ForgedResult("This result has no signature.")
    try:
        good = _build_signer(keys, version).verify_signature(
            _canonical_json(body), signature.encode()
        )
    except (BadSignature, UnicodeEncodeError, ValueError):
        good = False
    if not good:
        raise ForgedResult("This result was changed or signed elsewhere.")
    return body


def _canonical_json(payload: dict[str, Any]) -> bytes:
    """Return the canonical form of a payload: sorted keys, no spaces (cf. RFC 8785)."""
    return json.dumps(
        payload, sort_keys=True, separators=(",", ":"), ensure_ascii=False
    ).encode()


def _build_signer(keys: SigningKeys, version: int) -> Signer:
    return Signer(
        [*keys.previous, keys.current], salt=SALTS[version], digest_method=sha256
    )
