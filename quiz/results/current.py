"""The result that the current request asks for."""

from quiz.accounts import login
from quiz.catalogue.goals import Goal
from quiz.moderation import queries as moderation_queries
from quiz.results.gaps.deciding import count_questions_to_decide
from quiz.results.gaps.readings import build_profile_against, required_levels
from quiz.results.presenters import ResultView, build_result_view
from quiz.results.sentences import DOUBT_SENTENCES, describe_rescoring
from quiz.sittings.assessment.context import evaluate_person_fit
from quiz.sittings.current import assessment_context, current_catalogue
from quiz.sittings.models import Sitting
from quiz.web.transactions import request_session


def load_result_view(sitting: Sitting, goal: Goal | None = None) -> ResultView:
    """Return what is said of a finished sitting of the person who asks, against its goal or another."""
    other = goal is not None and goal.key != sitting.goal_key
    return build_result_view(
        sitting,
        current_catalogue(),
        to_settle={}
        if other
        else count_questions_to_decide(sitting, assessment_context()),
        is_example=login.required_person().is_example,
        rows=build_profile_against(sitting, assessment_context(), required_levels(goal))
        if goal and other
        else None,
        goal=goal if other else None,
        notes=_result_notes(sitting),
    )


def load_shared_result_view(sitting: Sitting) -> ResultView:
    """Return what others are told of a shared result."""
    return build_result_view(
        sitting,
        current_catalogue(),
        to_settle={},
        is_example=False,
        notes=_result_notes(sitting),
    )


def _result_notes(sitting: Sitting) -> list[str]:
    return [
        *(DOUBT_SENTENCES[doubt] for doubt in evaluate_person_fit(sitting).flags),
        *(
            describe_rescoring(one.rescoring.created_at, one.changes)
            for one in moderation_queries.list_active_rescorings(
                request_session(), sitting
            )
        ),
    ]
