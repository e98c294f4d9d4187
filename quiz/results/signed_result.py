"""A result as JSON with a signature, so that this installation knows it again. What it looks like: docs/result-format.md."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from itsdangerous import BadSignature, Signer

from quiz.errors import NotValid
from quiz.results.evidence.claims import ClaimRow
from quiz.results.presenters import ResultView

FORMAT = "trigpoint-result"
VERSION = 1
SALT = "trigpoint result 1"


class UnknownResult(NotValid):
    """The file is no result, or one of a format that this version does not read."""


class ForgedResult(NotValid):
    """The file is a result that was changed, or that another installation signed."""


@dataclass(frozen=True)
class SigningKeys:
    """What results are signed with, and what is still accepted."""

    current: str
    previous: Sequence[str] = ()


def build_payload(result: ResultView, claims: Sequence[ClaimRow]) -> dict[str, Any]:
    """Return what is told of a result: levels and doubt, no question and no key."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "sitting": result.key,
        "goal": {"key": result.goal_key, "name": result.goal_name},
        "finished_on": result.finished_on.isoformat(),
        "bank": result.bank_version,
        "supervised": False,
        "answers": {
            "all": result.answered,
            "right": result.right,
            "not_yet": result.not_yet,
            "dont_know": result.dont_know,
        },
        "areas": [
            {
                "key": row.data.key,
                "name": row.data.area_name,
                "level": round(row.data.level, 3),
                "low80": round(row.data.low, 3),
                "high80": round(row.data.high, 3),
                "required": row.data.required,
                "p_reached": None
                if row.data.p_reached is None
                else round(row.data.p_reached, 4),
                "statement": row.data.statement,
            }
            for row in result.rows
        ],
        "claimed": {row.area_name: row.claimed for row in claims if row.claimed},
        "evidence": [
            {"area": row.area_name, "url": one.url, "note": one.note}
            for row in claims
            for one in row.evidence
        ],
        "notes": list(result.notes),
    }


def sign_result(payload: dict[str, Any], keys: SigningKeys) -> str:
    """Return the result as readable JSON, with a signature over all the rest."""
    body = payload | {
        "signature": _build_signer(keys)
        .get_signature(_canonical_json(payload))
        .decode()
    }
    return json.dumps(body, indent=2, ensure_ascii=False)


def verify_result(text: str, keys: SigningKeys) -> dict[str, Any]:
    """Return what a signed file says.

    Raises
    ------
    UnknownResult
        When it is no result of a version that is known here.
    ForgedResult
        When something was changed, or another installation signed it.
    """
    try:
        body = json.loads(text)
    except (json.JSONDecodeError, UnicodeDecodeError, RecursionError):
        raise UnknownResult("This file is no JSON.") from None
    if not isinstance(body, dict) or body.get("format") != FORMAT:
        raise UnknownResult("This file is no result of Trigpoint.")
    if body.get("version") != VERSION:
        raise UnknownResult(
            f"This result has version {body.get('version')!r}; {VERSION} is known here."
        )
    signature = body.pop("signature", None)
    if not isinstance(signature, str):
        raise ForgedResult("This result has no signature.")
    try:
        good = _build_signer(keys).verify_signature(
            _canonical_json(body), signature.encode()
        )
    except (BadSignature, UnicodeEncodeError, ValueError):
        good = False
    if not good:
        raise ForgedResult("This result was changed, or signed elsewhere.")
    return body


def _canonical_json(payload: dict[str, Any]) -> bytes:
    """Return the one way to write a payload: sorted keys, no blanks (cf. RFC 8785)."""
    return json.dumps(
        payload, sort_keys=True, separators=(",", ":"), ensure_ascii=False
    ).encode()


def _build_signer(keys: SigningKeys) -> Signer:
    return Signer([*keys.previous, keys.current], salt=SALT, digest_method=sha256)
