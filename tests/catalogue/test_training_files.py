"""Routes and resources: read, laid over by an operator's own, and refused when they say too little."""

from pathlib import Path

import pytest

from quiz.bank.parsing.bank_folder import load_bank, read_bank
from quiz.bank.repository import Catalogue
from quiz.catalogue.findings import BankFaults
from quiz.catalogue.training_routes import RouteKind
from tests.rules.files import ROOT


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the bank without its questions, which take a while to read."""
    folder = tmp_path_factory.mktemp("bank")
    for name in ("skills", "goals", "routes", "resources"):
        (folder / name).symlink_to(ROOT / "questions" / name)
    return folder


@pytest.fixture(scope="module")
def whole(root: Path) -> Catalogue:
    return load_bank(root)


def own_route(folder: Path, text: str) -> Path:
    (folder / "routes").mkdir()
    (folder / "routes/ours.toml").write_text(text, encoding="utf-8")
    return folder


def faults(root: Path, overlay: Path) -> str:
    with pytest.raises(BankFaults) as caught:
        load_bank(root, overlay)
    return str(caught.value)


def test_every_kind_of_route_is_described(whole: Catalogue) -> None:
    kinds = {route.kind for route in whole.routes.values()}

    assert kinds == set(RouteKind)
    assert next(iter(whole.routes)) == "self-taught"
    assert whole.routes["alone-then-bootcamp"].alone_first > 0


def test_every_objective_has_a_free_resource(whole: Catalogue) -> None:
    without = [one for one in whole.objectives if not whole.resources_for(one)]

    assert not without


def test_an_operator_overrides_one_figure_and_keeps_the_rest(
    root: Path, whole: Catalogue, tmp_path: Path
) -> None:
    own = own_route(
        tmp_path,
        """
        key = "bootcamp-full"
        [[costs]]
        low = 7000
        high = 9000
        unit = "EUR"
        text = "Our city, asked by telephone."
        year = 2026
        source = "two schools in our city"
        [coverage]
        sec = 0.7
        """,
    )

    route = load_bank(root, own).routes["bootcamp-full"]

    assert [cost.low for cost in route.costs] == [7000]
    assert route.coverage["sec"] == 0.7
    assert route.coverage["web"] == whole.routes["bootcamp-full"].coverage["web"]
    assert route.name == whole.routes["bootcamp-full"].name


def test_a_figure_without_source_must_say_that_it_is_assumed(
    root: Path, tmp_path: Path
) -> None:
    own = own_route(
        tmp_path,
        """
        key = "bootcamp-full"
        [weeks]
        low = 1
        high = 2
        source = ""
        """,
    )

    assert "bootcamp-full weeks" in faults(root, own)
    assert "assumption = true" in faults(root, own)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("order = 3", "expected a route's key"),
        ('key = "ours"', "Field required"),
        ('key = "bootcamp-full"\n[weeks]\nlow = 900', "low is above high"),
        ('key = "school"\n[coverage]\nprog = 1.5', "between 0 and 1"),
        ('key = "school"\n[coverage]\nmagic = 0.5', "every area once"),
        ('key = "school"\n[style]\ndance = 0.5', "style"),
        ("key = ", "expected valid TOML"),
    ],
)
def test_what_is_wrong_with_a_route_is_said(
    text: str, said: str, root: Path, tmp_path: Path
) -> None:
    assert said in faults(root, own_route(tmp_path, text))


def test_a_resource_names_objectives_that_exist_and_an_id_once(
    root: Path, tmp_path: Path
) -> None:
    (tmp_path / "resources").mkdir()
    one = """
    [[resource]]
    id = "twice"
    title = "A page"
    url = "https://example.org/"
    use = "trying"
    objectives = ["PROG-99"]
    """
    (tmp_path / "resources/ours.toml").write_text(one * 2, encoding="utf-8")

    found = "\n".join(map(str, read_bank(root, tmp_path).findings))

    assert "PROG-99; expected an objective" in found
    assert "twice id: found used before" in found
