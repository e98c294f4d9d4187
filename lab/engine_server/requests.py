"""The requests of the engine's JSON lines as pydantic models, and one sentence for whatever is wrong with one."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, TypeAlias, TypeVar, cast

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)
from pydantic_core import ErrorDetails

from lab.engine_server.session import SittingRequest
from quiz.calibration import ScoredResponse
from quiz.errors import NotValid
from quiz.measurement.assessment_plan import STOPPING_RULES, Length
from quiz.measurement.irt.items import GradedModel, Item, Response

AnyRequest = TypeVar("AnyRequest", bound="JsonObjectModel")


class BadRequest(NotValid):
    """A request that cannot be understood; the message names the field and what it must be."""


def _read_whole_number(value: object) -> object:
    """Return a float without a fraction as an integer: JSON writes both alike."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


Text: TypeAlias = Annotated[str, Field(min_length=1)]
Number: TypeAlias = Annotated[float, Field(allow_inf_nan=False)]
WholeNumber: TypeAlias = Annotated[int, BeforeValidator(_read_whole_number)]


class JsonObjectModel(BaseModel):
    """A JSON object: types are not converted, unknown fields are ignored, and null means "not given"."""

    model_config = ConfigDict(strict=True, frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _treat_null_as_absent(cls, data: Any) -> Any:
        """Drop nulls, so that defaults apply; a required field is left as null and refused for its type."""
        if not isinstance(data, dict):
            return data
        required = [name for name, f in cls.model_fields.items() if f.is_required()]
        given = {name: value for name, value in data.items() if value is not None}
        return dict.fromkeys(required) | given


class ItemEntry(JsonObjectModel):
    """One item of a bank."""

    id: Text
    area: Text
    difficulty: Number
    options: WholeNumber = 0
    seconds: Number = 60.0
    categories: WholeNumber = 2
    a: Number | None = None
    b: Number | None = None
    c: Number | None = None
    a_se: Number = 0.0
    b_se: Number = 0.0
    steps: list[Number] | None = None
    model: Text = "graded"
    objective: Text | None = None
    code: bool = False
    form: Text | None = None
    enemies: list[str] = []

    @model_validator(mode="before")
    @classmethod
    def _default_calibrated_difficulty(cls, data: Any) -> Any:
        """Give a calibrated item a difficulty: its own is b, and the author's estimate is not needed."""
        if isinstance(data, dict) and data.get("b") is not None:
            return {"difficulty": 0.0} | data
        return data

    def build_item(self) -> Item:
        """Return it as the engine's item."""
        values = self.model_dump(exclude={"steps", "model", "objective", "form"})
        values["enemies"] = frozenset(self.enemies)
        return Item(
            **values,
            thresholds=None if self.steps is None else tuple(self.steps),
            # The pool refuses a model that does not exist, by the item's name.
            model=cast("GradedModel", self.model),
            objective=self.objective or "",
            form=self.form or "",
        )


class LoadRequest(JsonObjectModel):
    """A bank and its goals."""

    items: list[ItemEntry]
    goals: dict[str, dict[str, Number]] = {}
    cut_se: Number = 0.0
    prior: dict[str, Any] | None = None
    learn: bool = True


class OpenRequest(JsonObjectModel):
    """A sitting to open."""

    goal: Text
    candidate: Text | None = None
    seed: WholeNumber = 0
    max_items: WholeNumber | None = None
    length: Text = "standard"
    areas: list[str] | None = None
    objectives: list[str] | None = None
    use_time: bool = False

    def build_request(self) -> SittingRequest:
        """Return it as the session takes it."""
        if self.length not in STOPPING_RULES:
            raise BadRequest(f"“length” is one of {', '.join(STOPPING_RULES)}")
        values = self.model_dump(exclude={"areas", "objectives", "length"})
        return SittingRequest(
            **values,
            length=cast("Length", self.length),
            areas=_as_set(self.areas),
            objectives=_as_set(self.objectives),
        )


class SittingNamed(JsonObjectModel):
    """A request about a sitting."""

    sitting: Text


class AreaNamed(SittingNamed):
    """A request about one area of a sitting."""

    area: Text


class AnswerEntry(JsonObjectModel):
    """An answer to an item: a score from 0 to 1, or "I don't know"."""

    item: Text
    score: Number
    dont_know: bool = False
    seconds: Number | None = None

    @model_validator(mode="before")
    @classmethod
    def _ignore_score_of_dont_know(cls, data: Any) -> Any:
        if isinstance(data, dict) and data.get("dont_know") is True:
            return data | {"score": 0.0}
        return data


class AnswerRequest(AnswerEntry, SittingNamed):
    """An answer in a sitting."""

    def build_response(self) -> Response:
        """Return it as the engine's response."""
        return Response(self.item, self.score, self.dont_know, self.seconds)


class CandidateAnswer(AnswerEntry):
    """One person's answer, to calibrate items with."""

    candidate: Text

    def build_response(self) -> ScoredResponse:
        """Return it as the calibration takes it."""
        return ScoredResponse(self.candidate, self.item, self.score, self.dont_know)


class CalibrateRequest(JsonObjectModel):
    """Answers to fit the items to."""

    answers: list[CandidateAnswer]


def read_request(model: type[AnyRequest], value: object) -> AnyRequest:
    """Return the request as its model.

    Raises
    ------
    BadRequest
        Naming the first field that is missing or wrong, and what it must be.
    """
    try:
        return model.model_validate(value)
    except ValidationError as error:
        raise BadRequest(_describe_fault(error.errors()[0])) from error


def _as_set(names: Sequence[str] | None) -> frozenset[str] | None:
    return None if names is None else frozenset(names)


#: pydantic's error type -> what the field must be
_EXPECTED: Mapping[str, str] = {
    "string_type": "a string and not empty",
    "string_too_short": "a string and not empty",
    "float_type": "a number",
    "finite_number": "a finite number",
    "int_type": "a whole number",
    "bool_type": "true or false",
    "list_type": "a list",
    "dict_type": "a JSON object",
    "model_type": "a JSON object",
}
#: list -> what each of its entries is called
_ENTRY_NAMES = {"items": "an item", "answers": "an answer"}


def _describe_fault(fault: ErrorDetails) -> str:
    """Return one sentence about the field, as “options” must be a whole number."""
    expected = _EXPECTED.get(fault["type"], fault["msg"])
    path = fault["loc"]
    if not path:
        return f"a request must be {expected}"
    if not isinstance(path[-1], int):
        is_goal = len(path) == 2 and path[0] == "goals"
        subject = f"the goal “{path[-1]}”" if is_goal else f"“{path[-1]}”"
        return f"{subject} must be {expected}"
    name = str(path[-2])
    if fault["type"] == "string_type":
        return f"“{name}” must be a list of strings"
    return f"{_ENTRY_NAMES.get(name, f'“{name}”')} must be {expected}"
