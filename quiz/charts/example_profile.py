"""The invented profile on the first page and in drawings' tests; it belongs to nobody."""

from quiz.charts.strips import Statement, StripData


def _build_row(
    key: str,
    names: tuple[str, str],
    levels: tuple[float, float, float, float],
    statement: Statement,
) -> StripData:
    """Take (full name, short name) and (level, low, high, required)."""
    level, low, high, required = levels
    return StripData(
        key=key,
        area_name=names[0],
        short_name=names[1],
        level=level,
        low=low,
        high=high,
        required=required,
        statement=statement,
    )


EXAMPLE_ROWS: tuple[StripData, ...] = (
    _build_row("ops", ("Operations", "Operations"), (0.3, 0.0, 0.6, 0.9), "not yet"),
    _build_row("sql", ("SQL", "SQL"), (0.7, 0.4, 1.0, 1.2), "not yet"),
    _build_row("sec", ("Security", "Security"), (0.5, 0.1, 0.9, 1.0), "not yet"),
    _build_row("test", ("Testing", "Testing"), (0.8, 0.5, 1.1, 1.0), "likely not yet"),
    _build_row(
        "stores",
        ("Stores and caches", "Stores"),
        (0.6, 0.2, 1.0, 0.8),
        "likely not yet",
    ),
    _build_row("api", ("APIs", "APIs"), (0.9, 0.5, 1.3, 1.0), "too close to tell"),
    _build_row(
        "arch",
        ("Architecture", "Architecture"),
        (0.6, 0.1, 1.1, 0.6),
        "too close to tell",
    ),
    _build_row(
        "web",
        ("Web frameworks", "Frameworks"),
        (1.2, 0.9, 1.5, 1.1),
        "too close to tell",
    ),
    _build_row(
        "soft", ("People and product", "People"), (1.2, 0.9, 1.5, 1.0), "likely"
    ),
    _build_row(
        "http", ("HTTP and the browser", "HTTP"), (1.4, 1.1, 1.7, 1.0), "reached"
    ),
    _build_row("prog", ("Programming", "Programming"), (1.7, 1.4, 2.0, 1.2), "reached"),
    _build_row("git", ("Git", "Git"), (1.6, 1.3, 1.9, 1.0), "reached"),
)
