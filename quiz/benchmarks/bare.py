"""The least that a step can be: one row read, one inserted, one small page. What our step is held against."""

from datetime import UTC, datetime

from flask import Flask, request
from sqlalchemy import Engine, select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from quiz.db import open_session

PAGE = "<!doctype html><title>Bare</title><h1>Bare</h1><form method=post><button>Answer</button></form>"


class _Base(DeclarativeBase):
    pass


class _Row(_Base):
    __tablename__ = "bare_row"

    id: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str]


def bare_app(engine: Engine) -> Flask:
    """Return the program, its one table made and filled."""
    _Base.metadata.create_all(engine)
    with open_session(engine, writes=True) as session:
        session.add(_Row(text="first"))
        session.commit()
    app = Flask(__name__)

    @app.get("/")
    def show() -> str:
        return PAGE

    @app.post("/")
    def answer() -> str:
        with open_session(engine, writes=True) as session:
            session.execute(select(_Row).where(_Row.id == 1)).one()
            session.add(
                _Row(text=str(datetime.now(UTC)) + request.form.get("answer", ""))
            )
            session.commit()
        return PAGE

    return app
