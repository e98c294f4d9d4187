"""Writes of what the furniture keeps: web sessions."""

import json
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from quiz.web.models import WebSession

ROW_LIFETIME = timedelta(days=30)


def save_session_data(
    session: Session, id_hash: str, data: dict[str, Any], *, now: datetime
) -> None:
    """Keep what a browser's session holds; requests of one browser at the same time do not fail each other."""
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    # Through JSON at once, as it is stored: messages to be flashed are tuples.
    kept = {"data": json.loads(json.dumps(data)), "expires_at": now + ROW_LIFETIME}
    session.execute(
        dialect.insert(WebSession)
        .values(id_hash=id_hash, created_at=now, **kept)
        .on_conflict_do_update(index_elements=[WebSession.id_hash], set_=kept)
    )


def delete_sessions(session: Session, id_hashes: Collection[str]) -> None:
    """Forget sessions."""
    session.execute(delete(WebSession).where(WebSession.id_hash.in_(id_hashes)))
