"""What the pages of results read for the current request."""

from flask import abort, redirect, url_for

from quiz.accounts import login
from quiz.accounts.models import Person
from quiz.catalogue.goals import Goal
from quiz.core.clock import utc_now
from quiz.goals.queries import find_own_goal
from quiz.goals.repository import list_goals
from quiz.moderation.queries import list_active_rescorings
from quiz.results.evaluation import Evaluation
from quiz.results.evidence.claims import ClaimRow, build_claim_rows
from quiz.results.gaps.skills import SkillSummary, summarise_skills
from quiz.results.history.change import ChangeSinceLast, compare_with_previous
from quiz.results.outcomes import read_stored_outcomes
from quiz.results.presenters import (
    AddedQuestions,
    AreaOffer,
    ResultGoal,
    ResultNotes,
    ResultOwner,
    ResultView,
    StartingPoint,
    build_added,
    build_rescoring_note,
    build_result_view,
)
from quiz.results.queries import find_result_name, list_evidence
from quiz.sittings.current import (
    assessment_context,
    current_catalogue,
    own_sitting_or_404,
)
from quiz.sittings.enums import SittingMode
from quiz.sittings.events.transitions import answered_attempt_items
from quiz.sittings.merged_items import list_merged_items
from quiz.sittings.models import Sitting
from quiz.sittings.queries import find_latest_addition, find_previous_sitting
from quiz.sittings.store import list_excluded_keys
from quiz.web.current_settings import local_day
from quiz.web.transactions import request_session


def own_finished_sitting(key: str) -> Sitting:
    """Return a finished sitting of whoever asks; one that is in progress leads to its question, from a form as well."""
    sitting = own_sitting_or_404(key)
    if sitting.finished_at is None:
        abort(redirect(url_for("sittings.show_sitting", key=key), 303))
    return sitting


def load_offered_goals() -> dict[str, Goal]:
    """Return the goals that a result can be read against, by key."""
    return list_goals(request_session(), login.required_person(), current_catalogue())


def load_evaluation(sitting: Sitting) -> Evaluation:
    """Return the evaluation of a finished sitting; one serves everything on a page."""
    return Evaluation(sitting, assessment_context())


def load_offer(evaluation: Evaluation) -> AreaOffer | None:
    """Return the areas of a result that a few more questions would make clear; None if there are none."""
    barred = list_excluded_keys(
        request_session(), evaluation.sitting.person_id, now=utc_now()
    )
    offer = evaluation.offer_more_questions(barred)
    if offer is None:
        return None
    names = tuple(current_catalogue().area_name(area) for area in offer.areas)
    return AreaOffer(names, offer.questions)


def load_result_view(
    evaluation: Evaluation,
    goal: Goal | None = None,
    *,
    newer: AddedQuestions | None = None,
) -> ResultView:
    """Return a result for the person it belongs to, read against its own goal or another one.

    A progress check and a result that was added to since, by what is `newer`, take no more questions.
    """
    sitting = evaluation.sitting
    if goal is None or goal.key == sitting.goal_key:
        takes_more = newer is None and sitting.mode is not SittingMode.CHECK
        return _build_own_view(evaluation, takes_more=takes_more)
    return build_result_view(
        sitting,
        ResultGoal(goal.key, goal.name),
        evaluation.read_outcomes(goal.required_levels),
        current_catalogue(),
        notes=_load_notes(evaluation),
        owner=_load_owner(sitting, is_example=login.required_person().is_example),
    )


def _build_own_view(evaluation: Evaluation, *, takes_more: bool) -> ResultView:
    sitting, catalogue = evaluation.sitting, current_catalogue()
    outcomes = read_stored_outcomes(sitting.results, catalogue)
    return build_result_view(
        sitting,
        _own_goal(sitting),
        outcomes,
        catalogue,
        offer=load_offer(evaluation) if takes_more else None,
        has_forecast=takes_more,
        notes=_load_notes(evaluation),
        owner=_load_owner(sitting, is_example=login.required_person().is_example),
    )


def load_shared_result_view(evaluation: Evaluation) -> ResultView:
    """Return what others see of a result that is shared or signed."""
    sitting, catalogue = evaluation.sitting, current_catalogue()
    return build_result_view(
        sitting,
        _own_goal(sitting),
        read_stored_outcomes(sitting.results, catalogue),
        catalogue,
        notes=_load_notes(evaluation),
        owner=_load_owner(sitting, is_example=_is_example_sitting(sitting)),
    )


def load_newer(sitting: Sitting) -> AddedQuestions | None:
    """Return what was added to a result since it was finished; None without."""
    latest = find_latest_addition(request_session(), sitting)
    return build_added(latest, current_catalogue()) if latest is not sitting else None


def load_starting_point(sitting: Sitting) -> StartingPoint | None:
    """Return the earlier result that a sitting started from; None when it started afresh."""
    first = sitting.parts[0]
    if first.prior is None:
        return None
    before = request_session().get(Sitting, first.follows_id or 0)
    is_checked = first.mode is not SittingMode.CHECK
    if before is None or before.finished_at is None:
        return StartingPoint(is_checked_by_new_answers=is_checked)
    return StartingPoint(before.key, local_day(before.finished_at), is_checked)


def load_change_since_last(evaluation: Evaluation) -> ChangeSinceLast | None:
    """Return the change since the previous sitting of all areas; None without one."""
    sitting = evaluation.sitting
    if not sitting.is_full:
        return None
    session = request_session()
    previous = find_previous_sitting(session, sitting)
    return compare_with_previous(
        evaluation,
        load_evaluation(find_latest_addition(session, previous)) if previous else None,
        current_catalogue(),
    )


def load_skill_summaries(sitting: Sitting, goal_key: str) -> list[SkillSummary]:
    """Return the skills that a custom goal names; none for a goal of the bank."""
    goal = find_own_goal(request_session(), login.required_person(), goal_key)
    answered = answered_attempt_items(list_merged_items(sitting))
    return summarise_skills(answered, goal.skills if goal else {}, current_catalogue())


def load_claim_rows(sitting: Sitting, result: ResultView) -> list[ClaimRow]:
    """Return self-ratings and evidence beside what was measured."""
    return build_claim_rows(
        [row.outcome for row in result.rows],
        sitting.claimed or {},
        list_evidence(request_session(), sitting.person_id),
    )


def _own_goal(sitting: Sitting) -> ResultGoal:
    """Return the goal of a sitting; its stored name serves where the bank no longer has the goal."""
    goal = current_catalogue().goals.get(sitting.goal_key)
    return ResultGoal(sitting.goal_key, goal.name if goal else sitting.goal_name)


def _load_owner(sitting: Sitting, *, is_example: bool = False) -> ResultOwner:
    """Return the name on a result, and whether it is the example person's."""
    named = find_result_name(request_session(), sitting)
    return ResultOwner(named.name if named else "", is_example)


def _is_example_sitting(sitting: Sitting) -> bool:
    """Whether a result is the example person's, whoever reads it."""
    person = request_session().get(Person, sitting.person_id)
    return person is not None and person.is_example


def _load_notes(evaluation: Evaluation) -> ResultNotes:
    rescorings = list_active_rescorings(request_session(), evaluation.sitting)
    return ResultNotes(
        evaluation.person_fit.flags,
        tuple(
            build_rescoring_note(rescored.rescoring.created_at, rescored.changes)
            for rescored in rescorings
        ),
    )
