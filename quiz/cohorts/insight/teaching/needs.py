"""What each member has left to learn, from the stored levels and answers of one check."""

from collections import defaultdict

import numpy as np
from sqlalchemy.orm import Session

from quiz.bank.repository import Catalogue
from quiz.bank.versions import load_question_by_digest
from quiz.cohorts.analysis.members import MeasuredMember
from quiz.cohorts.analysis.teaching_plan import LearnerNeeds
from quiz.cohorts.insight.snapshot import CohortSnapshot, SnapshotMember
from quiz.cohorts.insight.teaching import queries
from quiz.measurement.reporting.classification import NO_GAP_STATEMENTS
from quiz.training.effort import Effort, LearnerState, find_needs, score_objectives


def load_needs(
    session: Session, snapshot: CohortSnapshot, catalogue: Catalogue, *, group: str = ""
) -> list[LearnerNeeds]:
    """Return the needs of the members with a result, all of them or those of one group."""
    members = [
        one
        for one in snapshot.members
        if one.state.has_result and one.areas and group in {"", one.group}
    ]
    scores = _load_scores(session, members, catalogue)
    claims = _load_claims(session, members)
    return [
        LearnerNeeds.from_effort(
            MeasuredMember(one.key, one.areas),
            Effort(
                find_needs(
                    _build_state(one, snapshot, scores[one.sitting_id or 0]),
                    catalogue.objectives,
                ),
                0.0,
                0.0,
            ),
            frozenset(claims[one.person_id or 0]),
        )
        for one in members
    ]


def _build_state(
    member: SnapshotMember,
    snapshot: CohortSnapshot,
    scores: list[tuple[str, float, bool]],
) -> LearnerState:
    """Return where a member stands; areas that are reached ask for nothing.

    There are no draws: the range of hours is not used here.
    """
    areas = tuple(member.abilities)
    theta = np.array([member.abilities[area].theta for area in areas])
    return LearnerState(
        areas=areas,
        theta=theta,
        draws=theta[None, :][:0],
        required={
            area: snapshot.required[area]
            for area, one in member.areas.items()
            if one.statement not in NO_GAP_STATEMENTS
        },
        shown=score_objectives([(objective, score) for objective, score, _ in scores]),
        from_zero=bool(scores) and all(dont_know for *_, dont_know in scores),
    )


def _load_scores(
    session: Session, members: list[SnapshotMember], catalogue: Catalogue
) -> defaultdict[int, list[tuple[str, float, bool]]]:
    """Return the answers by sitting: objective, score, and whether it was "I don't know"."""
    found: defaultdict[int, list[tuple[str, float, bool]]] = defaultdict(list)
    sittings = [one.sitting_id for one in members if one.sitting_id is not None]
    for row in queries.list_scores(session, sittings):
        question = catalogue.questions.get(row.key)
        if question is None or question.digest != row.digest:
            question = load_question_by_digest(session, row.digest)
        found[row.sitting_id].append((question.objective, row.score, row.dont_know))
    return found


def _load_claims(
    session: Session, members: list[SnapshotMember]
) -> defaultdict[int, set[str]]:
    """Return by person what they ticked after their result: nothing has been asked about it since."""
    finished = {one.person_id: one.finished_at for one in members if one.person_id}
    claims: defaultdict[int, set[str]] = defaultdict(set)
    for row in queries.list_ticks(session, list(finished)):
        since = finished[row.person_id]
        if since is None or row.learned_at > since:
            claims[row.person_id].add(row.objective)
    return claims
