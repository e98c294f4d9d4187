"""Steps that several tests of pages share."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from tests.pages import Page

OpenPage = Callable[..., Page]


def monday() -> str:
    today = datetime.now(UTC).date()
    return (today + timedelta(days=7 - today.weekday())).isoformat()


def make_plan(page: OpenPage, routes: str, *, hours: str = "12") -> Page:
    return page(f"{routes}/self-taught").press(
        "Make this plan", hours=hours, begins=monday()
    )


def first_objective(plan: Page) -> str:
    """Return the name of the first objective of a plan."""
    return plan.html.split('aria-label="Learned: ')[1].split('"')[0]
