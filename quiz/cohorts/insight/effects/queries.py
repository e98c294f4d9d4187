"""Reads for the effect: the answers of the members of one check."""

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from quiz.sittings.models import Sitting


def list_sittings_with_answers(
    session: Session, sitting_ids: Collection[int]
) -> Sequence[Sitting]:
    """Return sittings with their questions and answers."""
    return session.scalars(
        select(Sitting)
        .where(Sitting.id.in_(sitting_ids))
        .options(selectinload(Sitting.positions))
        .order_by(Sitting.id)
    ).all()
