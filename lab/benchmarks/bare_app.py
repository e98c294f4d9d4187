"""The bare program that a step is compared with: one row read, one inserted, one small page."""

from datetime import UTC, datetime

from flask import Flask, request
from sqlalchemy import Engine, select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from quiz.core.db import open_session

PAGE_HTML = "<!doctype html><title>Bare</title><h1>Bare</h1><form method=post><button>Answer</button></form>"


class _BareBase(DeclarativeBase):
    pass


class _BareRow(_BareBase):
    __tablename__ = "bare_row"

    id: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str]


def bare_app(engine: Engine) -> Flask:
    """Return the program with its one table created and filled."""
    _BareBase.metadata.create_all(engine)
    with open_session(engine, writes=True) as session:
        session.add(_BareRow(text="first"))
        session.commit()
    app = Flask(__name__)

    @app.get("/")
    def show_page() -> str:
        return PAGE_HTML

    @app.post("/")
    def store_answer() -> str:
        with open_session(engine, writes=True) as session:
            session.execute(select(_BareRow).where(_BareRow.id == 1)).one()
            session.add(
                _BareRow(text=str(datetime.now(UTC)) + request.form.get("answer", ""))
            )
            session.commit()
        return PAGE_HTML

    return app
