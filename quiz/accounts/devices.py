"""What a browser calls itself, in two words that people recognise."""

#: The first that stands in a browser's own description; most of them name others too.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS", "Firefox"),
    ("Chrome/", "Chrome"),
    ("CriOS", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "a Mac"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def describe_device(user_agent: str) -> str:
    """Return `Firefox on Linux` for what a browser sends of itself; nothing finer is kept."""
    browser = _first_named(BROWSERS, user_agent) or "A browser"
    system = _first_named(SYSTEMS, user_agent)
    return f"{browser} on {system}" if system else browser


def _first_named(names: tuple[tuple[str, str], ...], text: str) -> str:
    return next((name for mark, name in names if mark in text), "")
