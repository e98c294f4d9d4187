"""Sittings of made-up people: what the engines are held to, and that they meet the same answers."""

import sys
from dataclasses import replace

import numpy as np
import pytest

from lab.simulation.engines.catsim_adapter import CatsimEngine, CatsimMissing
from lab.simulation.engines.external import ExternalEngine, ExternalEngineError
from lab.simulation.engines.trigpoint import EngineSettings, TrigpointEngine
from lab.simulation.figures import collect_results, compute_figures
from lab.simulation.jobs import (
    CATSIM,
    TRIGPOINT,
    SimulationJob,
    load_world,
    plan_jobs,
    run_job,
    run_jobs,
)
from lab.simulation.sittings import SittingRecord, run_sittings
from lab.simulation.trials import (
    share_flagged,
    share_reached,
    smallest_difference,
    time_steps,
)
from lab.simulation.worlds import World, WorldOptions, make_world

SMALL = WorldOptions(people=60, areas=4, items=120)


@pytest.fixture(scope="module")
def world() -> World:
    return make_world(SMALL)


def test_no_question_comes_twice_and_the_cap_is_kept(world: World) -> None:
    engine = TrigpointEngine(world, EngineSettings(cap=15))

    records = list(run_sittings(world, engine, range(10)))

    for record in records:
        assert len(record.asked) == len(set(record.asked)) <= 15
        assert record.expected_seconds == pytest.approx(
            world.seconds[list(record.asked)].sum()
        )


def test_a_fixed_length_is_kept_exactly(world: World) -> None:
    engine = TrigpointEngine(world, EngineSettings(cap=12, fixed=True))

    records = run_sittings(world, engine, range(5))

    assert {len(record.asked) for record in records} == {12}


def test_a_dearer_question_makes_a_shorter_sitting(world: World) -> None:
    lengths = []
    for min_utility in (0.005, 0.05):
        engine = TrigpointEngine(
            world, EngineSettings(min_utility=min_utility, exposure_cap=None)
        )
        records = run_sittings(world, engine, range(10))
        lengths.append(np.mean([len(record.asked) for record in records]))

    assert lengths[0] > lengths[1]


def test_the_way_there_ends_at_the_verdict(world: World) -> None:
    engine = TrigpointEngine(world, EngineSettings(cap=15))

    [record] = run_sittings(world, engine, [3], checkpoints=(0, 5, 15, 80))

    assert record.checkpoint_p_reached.shape == (4, 4)
    assert np.array_equal(record.checkpoint_p_reached[-1], record.report.p_reached)
    assert record.checkpoint_questions.tolist() == [
        0,
        5,
        len(record.asked),
        len(record.asked),
    ]


def test_the_engine_assumes_what_it_is_told(world: World) -> None:
    coupled, apart = (
        TrigpointEngine(world, EngineSettings(cap=4, fixed=True, assumed_correlation=r))
        for r in (0.6, 0.0)
    )

    coupled_record, apart_record = (
        next(run_sittings(world, engine, [0])) for engine in (coupled, apart)
    )

    assert not np.allclose(coupled_record.report.theta, apart_record.report.theta)


@pytest.mark.parametrize("learning", [True, False])
def test_after_fifty_sittings_it_knows_who_comes(*, learning: bool) -> None:
    world = make_world(replace(SMALL, people=51, population_mean=1.0))
    engine = TrigpointEngine(world, EngineSettings(cap=6, learn_people=learning))
    list(run_sittings(world, engine, range(50)))

    verdict = engine.open_sitting(50).report_areas()

    if learning:
        assert (verdict.theta > 0.4).all()
    else:
        assert verdict.theta == pytest.approx(np.zeros(4), abs=1e-6)


def test_it_decides_better_than_catsim_with_as_many_questions(world: World) -> None:
    ours, theirs = (
        compute_figures(
            collect_results([(world, list(run_sittings(world, engine, range(40))))])
        )
        for engine in (
            TrigpointEngine(
                world, EngineSettings(cap=16, fixed=True, exposure_cap=None)
            ),
            CatsimEngine(world, 16),
        )
    )

    assert ours["accuracy"].value > theirs["accuracy"].value
    assert ours["questions"].value == theirs["questions"].value == 16


def test_catsim_goes_through_the_areas_in_turn(world: World) -> None:
    [record] = run_sittings(world, CatsimEngine(world, 8), [0])

    assert world.item_area[list(record.asked)].tolist() == [0, 1, 2, 3] * 2


def test_catsim_ends_when_its_items_do() -> None:
    world = make_world(WorldOptions(people=1, areas=2, items=6, graded_share=0.0))

    [record] = run_sittings(world, CatsimEngine(world, 20), [0])

    assert sorted(record.asked) == list(range(6))


def test_without_an_answer_catsim_knows_nothing(world: World) -> None:
    verdict = CatsimEngine(world, 8).open_sitting(0).report_areas()

    assert verdict.high - verdict.low == pytest.approx(np.full(4, 2 * 1.96 * 4))


def test_on_day_one_catsim_knows_the_authors_guess_as_well() -> None:
    world = make_world(replace(SMALL, knowledge="authored"))

    banks = CatsimEngine(world, 8).banks

    assert banks[0].difficulty.tolist() == world.authored[world.item_area == 0].tolist()


def test_a_missing_catsim_is_said(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "catsim.estimation", None)

    with pytest.raises(CatsimMissing, match="test dependencies"):
        CatsimEngine(world, 8)


ENGINE = f"{sys.executable} -m quiz engine"


def test_an_engine_spoken_to_in_json_lines_comes_to_the_same(world: World) -> None:
    settings = EngineSettings(cap=12, exposure_cap=0.3)
    foreign = ExternalEngine(world, ENGINE, settings)

    [theirs] = run_sittings(world, foreign, [0])
    foreign.close()

    items = set(theirs.asked)
    assert len(items) == len(theirs.asked) <= 12
    assert theirs.report.p_reached.shape == (4,)


def test_an_engine_that_ends_is_named(world: World) -> None:
    with pytest.raises(ExternalEngineError, match="ended without an answer"):
        ExternalEngine(world, f"{sys.executable} -c pass", EngineSettings())


def test_an_engine_that_says_no_is_quoted(world: World) -> None:
    foreign = ExternalEngine(world, ENGINE, EngineSettings())

    with pytest.raises(ExternalEngineError, match="no sitting"):
        foreign.send_request({"op": "next", "sitting": "s99"})

    foreign.close()


def verdicts(job: SimulationJob) -> list[tuple[int, ...]]:
    """Return what was asked of each person of a job."""
    return [record.asked for record in run_job(job, lambda _: None).records]


def test_jobs_cover_everybody_once_in_every_world() -> None:
    jobs = plan_jobs(TRIGPOINT, replace(SMALL, people=2500), EngineSettings(), worlds=2)

    covered = [(job.options.seed, person) for job in jobs for person in job.people]
    assert sorted(covered) == [
        (seed, person) for seed in (1, 2) for person in range(2500)
    ]


def test_the_number_of_processes_changes_nothing() -> None:
    jobs = [
        *plan_jobs(
            TRIGPOINT, replace(SMALL, people=6), EngineSettings(cap=6), worlds=2
        ),
        *plan_jobs(CATSIM, replace(SMALL, people=6), EngineSettings(cap=6)),
    ]
    ticks: list[int] = []

    alone = run_jobs(jobs, processes=1, tick=ticks.append)
    together = run_jobs(jobs, processes=2, tick=ticks.append)

    def asked(done: SittingRecord) -> tuple[int, ...]:
        return done.asked

    for one, other in zip(alone, together, strict=True):
        assert list(map(asked, one.records)) == list(map(asked, other.records))
    assert sum(ticks) >= 18


def test_a_foreign_engine_runs_as_a_job() -> None:
    [job] = plan_jobs(ENGINE, replace(SMALL, people=2), EngineSettings(cap=3))

    done = run_job(job, lambda _: None)

    assert [len(record.asked) for record in done.records] == [3, 3]
    assert done.world is load_world(job.options)


def test_guessers_reach_next_to_nothing() -> None:
    jobs = plan_jobs(TRIGPOINT, SMALL, EngineSettings(), kind="guessing", people=30)

    reached = share_reached([run_job(job, lambda _: None) for job in jobs])

    assert reached.value <= 0.12


def test_all_right_and_all_wrong_are_far_apart() -> None:
    right, wrong = (
        [
            run_job(job, lambda _: None)
            for job in plan_jobs(
                TRIGPOINT, SMALL, EngineSettings(), kind=kind, people=3
            )
        ]
        for kind in ("all right", "all wrong")
    )

    assert smallest_difference(right, wrong).value >= 1.2


def test_few_people_who_do_their_best_are_doubted() -> None:
    jobs = plan_jobs(TRIGPOINT, SMALL, EngineSettings(cap=30), people=40)

    doubted = share_flagged([run_job(job, lambda _: None) for job in jobs])

    # .05 by theory, and less in adaptive sittings; two of forty are no surprise.
    assert doubted.value <= 0.05


def test_steps_are_timed_one_by_one() -> None:
    times = time_steps(replace(SMALL, items=200), EngineSettings(cap=2))

    assert (times > 0).all()
    assert len(times) == 20 * 3
