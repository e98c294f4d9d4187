"""What checking a file says: genuine, altered, turned off, corrected since, or not ours. Pure, but for the database handed in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from hashlib import sha256
from typing import Any

from sqlalchemy.orm import Session

from quiz.accounts.models import Person
from quiz.core.keys import secret_hash
from quiz.results.sharing.signed_result import (
    ForgedResult,
    SigningKeys,
    UnknownResult,
    verify_result,
)
from quiz.results.verification import queries
from quiz.results.verification.models import ReportCode
from quiz.sittings.models import Sitting
from quiz.sittings.queries import find_sitting

PDF_START = b"%PDF-"
#: Levels in a file are rounded to three decimals.
SAME_LEVEL = 0.0006


class FileVerdict(Enum):
    """The outcome of checking a file."""

    #: Made here, unchanged, and its code works.
    GENUINE = "genuine"
    #: A signed file from before files named their site and person.
    UNBOUND = "unbound"
    #: Its owner turned its code off.
    REVOKED = "revoked"
    #: The result was corrected here after the file was made.
    CORRECTED = "corrected"
    #: The signature is ours, but what it is about was deleted.
    DELETED = "deleted"
    #: Made for another site with the same key, or for another person.
    FOREIGN = "foreign"
    #: A signed file that was changed or signed elsewhere.
    ALTERED = "altered"
    #: No file of ours has this digest: not made here, or changed since.
    UNKNOWN = "unknown"
    #: Neither a PDF nor a signed result.
    UNREADABLE = "unreadable"


#: What may be said of a file whose owner stands by it.
GOOD = {FileVerdict.GENUINE, FileVerdict.UNBOUND}


@dataclass(frozen=True)
class FileCheck:
    """The verdict on a file, and what it is about."""

    verdict: FileVerdict
    #: The code that the file carries; None where it has none of ours.
    code: ReportCode | None = None
    #: What a signed file says, once its signature held.
    content: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_good(self) -> bool:
        """Whether the file is what it says."""
        return self.verdict in GOOD


def check_digest(session: Session, digest: str) -> FileCheck:
    """Return what is known of a file by its SHA-256."""
    code = queries.find_code_by_digest(session, digest)
    if code is None:
        return FileCheck(FileVerdict.UNKNOWN)
    verdict = FileVerdict.REVOKED if code.revoked_at else FileVerdict.GENUINE
    return FileCheck(verdict, code)


def check_file(
    session: Session, data: bytes, *, keys: SigningKeys, site: str
) -> FileCheck:
    """Return what is known of a PDF or of a signed result; `site` is the address of this site, empty where it has several."""
    if data.startswith(PDF_START):
        return check_digest(session, sha256(data).hexdigest())
    try:
        content = verify_result(data.decode("utf-8", errors="replace"), keys)
    except UnknownResult:
        return FileCheck(FileVerdict.UNREADABLE)
    except ForgedResult:
        return FileCheck(FileVerdict.ALTERED)
    return _check_content(session, content, site=site)


def _check_content(
    session: Session, content: Mapping[str, Any], *, site: str
) -> FileCheck:
    """Compare what a file with our signature says with what is stored."""
    issued = content.get("issued", {})
    code = queries.find_code(session, issued.get("code", ""))
    sitting = find_sitting(session, content["sitting"])
    if sitting is None:
        verdict = FileVerdict.DELETED
    elif issued and not _is_bound_here(session, issued, sitting, site):
        verdict = FileVerdict.FOREIGN
    elif code is not None and code.revoked_at:
        verdict = FileVerdict.REVOKED
    elif not _says_the_same(content, sitting):
        verdict = FileVerdict.CORRECTED
    else:
        verdict = FileVerdict.GENUINE if issued else FileVerdict.UNBOUND
    return FileCheck(verdict, code, content)


def _is_bound_here(
    session: Session, issued: Mapping[str, Any], sitting: Sitting, site: str
) -> bool:
    """Say whether a file was made on this site, for the person to whom the result belongs."""
    if site and issued["site"] != site:
        return False
    owner = session.get(Person, sitting.person_id)
    hashes = queries.list_joined_hashes(session, sitting.person_id)
    if owner is not None:
        hashes.add(secret_hash(owner.key))
    return issued["person"] in hashes


def _says_the_same(content: Mapping[str, Any], sitting: Sitting) -> bool:
    """Say whether the levels in a file are those that are stored."""
    stored = {result.area: result for result in sitting.results}
    return len(stored) == len(content["areas"]) and all(
        area["key"] in stored
        and abs(stored[area["key"]].level - area["level"]) < SAME_LEVEL
        and stored[area["key"]].statement == area["statement"]
        for area in content["areas"]
    )
