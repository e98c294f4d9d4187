"""The answers and items of a simulation as lines of JSON, for `trigpoint calibrate` to read."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict

from lab.simulation.jobs import FinishedJob
from lab.simulation.worlds import World, item_name, simulate_answer


def answer_lines(done: Iterable[FinishedJob]) -> Iterator[str]:
    """Yield every answer of some jobs as a line of JSON, as `trigpoint calibrate` reads it."""
    for job in done:
        seed = job.job.options.seed
        for record in job.records:
            for item in record.asked:
                given = simulate_answer(job.world, record.person, item, job.job.kind)
                answer = {
                    "candidate": f"w{seed}-{record.person}",
                    "item": item_name(item),
                }
                yield json.dumps(answer | asdict(given))


def item_lines(world: World) -> Iterator[str]:
    """Yield every item as its author knows it, as a line of JSON."""
    for item in world.items:
        yield json.dumps(
            {
                "id": item.id,
                "area": item.area,
                "difficulty": item.difficulty,
                "options": item.options,
                "seconds": item.seconds,
                "categories": item.categories,
            }
        )
