"""The question of age: asked without saying which answer helps, and forgotten but for yes or no."""

from datetime import date

#: Somebody of this age or more, or younger than that, has mistyped the year.
OLDEST, YOUNGEST = 120, 4


def compute_age(born: date, today: date) -> int:
    """Return somebody's age in years. Who was born on 29 February is a year older on 1 March of other years."""
    had_birthday = (today.month, today.day) >= (born.month, born.day)
    return today.year - born.year - (0 if had_birthday else 1)


def is_plausible(born: date, today: date) -> bool:
    """Say whether a date can be somebody's date of birth."""
    return YOUNGEST <= compute_age(born, today) < OLDEST
