"""`trigpoint engine`, as an examiner's program meets it: bytes in, bytes out."""

import json

from click.testing import CliRunner

from lab.cli.engine import engine_command


def test_every_line_in_is_a_line_out_and_bad_bytes_cost_one_line_only() -> None:
    load = json.dumps(
        {
            "op": "load",
            "items": [{"id": "q1", "area": "sql", "difficulty": 0}],
            "goals": {"first": {"sql": 0.2}},
        }
    )
    spoken = f"{load}\n".encode() + b"\xff\xfe\n" + b'{"op": "open", "goal": "first"}\n'

    answered = CliRunner().invoke(engine_command, input=spoken)

    lines = [json.loads(line) for line in answered.stdout_bytes.splitlines()]
    assert [line["ok"] for line in lines] == [True, False, True]
    assert lines[0]["result"] == {"items": 1, "areas": 1}
