"""The rules of CONTRIBUTING that can be read off one file: each yields the lines that break it.

A rule takes the path of a file (as it is named in the project) and its syntax tree. The files it
looks at are its own business, so a bad example in a test is a path and a few lines of code.
"""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import NamedTuple

MAX_FILE_LINES = 350
MAX_FUNCTION_LINES = 45


class Finding(NamedTuple):
    """One place where a rule is broken."""

    path: str
    line: int
    message: str


Rule = Callable[[str, ast.Module], Iterator[Finding]]


def _calls(tree: ast.AST) -> Iterator[tuple[ast.Call, str]]:
    """Yield every call with the last word of what is called."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Attribute):
                yield node, node.func.attr
            elif isinstance(node.func, ast.Name):
                yield node, node.func.id


def _is_served(path: str) -> bool:
    return path.startswith("quiz/")


def _is_view(path: str) -> bool:
    return PurePosixPath(path).name in {"views.py", "current.py", "login.py"}


def _imported_from(tree: ast.Module, package: str) -> set[str]:
    return {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(package)
        for alias in node.names
    }


def queries_hold_the_selects(path: str, tree: ast.Module) -> Iterator[Finding]:
    """`select(...)` is called in `queries.py`."""
    if not _is_served(path) or PurePosixPath(path).name == "queries.py":
        return
    if "select" not in _imported_from(tree, "sqlalchemy"):
        return
    for node, name in _calls(tree):
        if name == "select" and isinstance(node.func, ast.Name):
            yield Finding(path, node.lineno, "select() outside queries.py")


#: Methods of a database session that write.
WRITES = {"add", "add_all", "delete", "flush", "merge"}


def services_hold_the_writes(path: str, tree: ast.Module) -> Iterator[Finding]:
    """Rows are added, deleted and flushed in `services.py`."""
    if not _is_served(path) or PurePosixPath(path).name == "services.py":
        return
    for node, name in _calls(tree):
        if name not in WRITES or not isinstance(node.func, ast.Attribute):
            continue
        if _is_session(node.func.value):
            yield Finding(path, node.lineno, f"session.{name}() outside services.py")


def _is_session(receiver: ast.expr) -> bool:
    """Say whether an expression is called like a session: `session`, `database`, `request_session()`."""
    if isinstance(receiver, ast.Call):
        receiver = receiver.func
    word = receiver.attr if isinstance(receiver, ast.Attribute) else ""
    word = receiver.id if isinstance(receiver, ast.Name) else word
    return word in {"session", "database", "database_session", "request_session"}


#: What asks the world for the time or for chance.
CLOCKS = {"utc_now", "utcnow", "today", "now"}
CHANCES = {"Random", "SystemRandom", "default_rng", "randrange", "shuffle", "randint"}


def now_and_chance_are_handed_in(path: str, tree: ast.Module) -> Iterator[Finding]:
    """The clock and chance are asked at the edge: views, commands, the furniture of the web."""
    edges = (
        "quiz/cli/",
        "quiz/web/",
        "quiz/operations/",
        "quiz/core/",
        "quiz/server.py",
    )
    if not _is_served(path) or path.startswith(edges) or _is_view(path):
        return
    generators = _imported_from(tree, "random") | {"random", "np", "numpy", "secrets"}
    for node, name in _calls(tree):
        if name in CLOCKS and not node.args:
            yield Finding(path, node.lineno, f"{name}() asks the clock; take `now`")
        # With a seed that is stored or handed in, the same chance comes out each time.
        if name in CHANCES and not node.args and _root_name(node.func) in generators:
            yield Finding(path, node.lineno, f"{name} asks for chance; take `rng`")


def _root_name(expression: ast.expr) -> str:
    """Return the first word of a dotted name."""
    while isinstance(expression, ast.Attribute):
        expression = expression.value
    return expression.id if isinstance(expression, ast.Name) else ""


def views_hold_the_request(path: str, tree: ast.Module) -> Iterator[Finding]:
    """`request` and `session` of Flask are read in views and in `web/`."""
    if not _is_served(path) or path.startswith("quiz/web/") or _is_view(path):
        return
    for name in sorted(_imported_from(tree, "flask") & {"request", "session", "g"}):
        yield Finding(path, 1, f"flask.{name} outside views and web/")


def forms_read_the_fields(path: str, tree: ast.Module) -> Iterator[Finding]:
    """What was posted is read through a form, not from `request.form`."""
    if not _is_served(path):
        return
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Attribute)
            and node.attr in {"form", "values"}
            and isinstance(node.value, ast.Name)
            and node.value.id == "request"
        ):
            yield Finding(path, node.lineno, f"request.{node.attr} beside a form")


def views_import_no_views(path: str, tree: ast.Module) -> Iterator[Finding]:
    """A view never imports another room's views."""
    if not _is_served(path) or PurePosixPath(path).name != "views.py":
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            names = {f"{node.module}.{alias.name}" for alias in node.names}
            if any(".views" in name for name in names):
                yield Finding(path, node.lineno, "a view imports views")


#: Files of a room that may know charts: they prepare what a page shows.
KNOW_CHARTS = {"presenters.py", "views.py", "content.py"}


def presenters_know_charts(path: str, tree: ast.Module) -> Iterator[Finding]:
    """A module of the domain never imports a chart."""
    if not _is_served(path) or path.startswith("quiz/charts/"):
        return
    if PurePosixPath(path).name in KNOW_CHARTS:
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(
            "quiz.charts"
        ):
            yield Finding(path, node.lineno, "a chart outside a presenter")


def services_never_commit(path: str, tree: ast.Module) -> Iterator[Finding]:
    """The request commits once, and so does a command; nobody else."""
    edges = ("quiz/web/", "quiz/operations/", "quiz/cli/")
    if not _is_served(path) or path.startswith(edges):
        return
    for node, name in _calls(tree):
        if name == "commit":
            yield Finding(path, node.lineno, "commit() outside the request")


def settings_read_the_environment(path: str, tree: ast.Module) -> Iterator[Finding]:
    """`os.environ` is read in `config.py` and handed to it by the command line."""
    if not _is_served(path) or path == "quiz/config.py" or "/cli/" in path:
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv"}:
            yield Finding(path, node.lineno, "the environment outside config.py")


def functions_fit_a_screen(path: str, tree: ast.Module) -> Iterator[Finding]:
    """A function has at most 45 lines."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > MAX_FUNCTION_LINES:
                yield Finding(path, node.lineno, f"{node.name} has {lines} lines")


def errors_are_caught_by_name(path: str, tree: ast.Module) -> Iterator[Finding]:
    """Nobody catches everything but the outermost edge."""
    if not _is_served(path):
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.ExceptHandler) and (
            node.type is None
            or (
                isinstance(node.type, ast.Name)
                and node.type.id in {"Exception", "BaseException"}
            )
        ):
            yield Finding(path, node.lineno, "catches everything")


def no_assertion_in_production(path: str, tree: ast.Module) -> Iterator[Finding]:
    """The served program raises errors with a name, not `AssertionError`."""
    if not _is_served(path):
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Assert):
            yield Finding(path, node.lineno, "assert in the served program")
        if isinstance(node, ast.Raise) and "AssertionError" in ast.unparse(node):
            yield Finding(path, node.lineno, "raises AssertionError")


#: A sentence for people: it begins with a capital, has at least four words, and ends like one.
SENTENCE = re.compile(r"[A-Z“][^\n]*\s\S+\s\S+\s[^\n]*[.?!]$")
#: What may hold sentences: errors that are shown, labels and messages of forms, the command line,
#: and the linters and proofs that speak to authors.
MAY_SPEAK = re.compile(
    r"quiz/(cli|operations)/|/forms\.py$|/form_fields\.py$|quiz/bank/(linting|proofs|parsing|publishing)/"
    r"|quiz/config\.py$|quiz/catalogue/"
)


def templates_hold_the_sentences(path: str, tree: ast.Module) -> Iterator[Finding]:
    """Sentences for people live in templates; Python says errors, labels and flashes."""
    if not _is_served(path) or MAY_SPEAK.search(path):
        return
    spoken = _docstrings(tree) | _arguments_of_errors(tree)
    for node in ast.walk(tree):
        if id(node) in spoken or not isinstance(node, ast.Constant):
            continue
        if isinstance(node.value, str) and SENTENCE.match(node.value.strip()):
            yield Finding(path, node.lineno, f"a sentence: {node.value[:50]!r}")


def _docstrings(tree: ast.Module) -> set[int]:
    """Return the ids of the constants that are docstrings."""
    bodies = [
        node.body
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
    ]
    return {
        id(body[0].value) for body in bodies if body and isinstance(body[0], ast.Expr)
    }


#: A flash is one line that answers what was just done.
SAYS_ERRORS = re.compile(
    r"(Error|NotFound|NotAllowed|NotNow|NotValid|Closed|Page)$|^flash$"
)


def _arguments_of_errors(tree: ast.Module) -> set[int]:
    """Return the ids of all constants inside the arguments of an error that is raised, or of a flash."""
    return {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.Raise)
        or (isinstance(node, ast.Call) and SAYS_ERRORS.search(ast.unparse(node.func)))
        for inner in ast.walk(node)
    }


RULES: tuple[Rule, ...] = (
    queries_hold_the_selects,
    services_hold_the_writes,
    services_never_commit,
    now_and_chance_are_handed_in,
    views_hold_the_request,
    forms_read_the_fields,
    views_import_no_views,
    presenters_know_charts,
    settings_read_the_environment,
    functions_fit_a_screen,
    errors_are_caught_by_name,
    no_assertion_in_production,
    templates_hold_the_sentences,
)
