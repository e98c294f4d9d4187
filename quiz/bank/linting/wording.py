"""Checks of the wording of one question: cues, negations, form, banned content, typing errors."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from statistics import median

from quiz.bank.linting.plain_wording import (
    check_plain_errors,
    check_plain_warnings,
)
from quiz.bank.linting.structure import QuestionCheck, Remark
from quiz.bank.linting.vocabulary import (
    ABSOLUTE_WORDS,
    question_sentence,
    split_tokens,
)
from quiz.bank.prose import extract_prose, normalise_text
from quiz.bank.questions import Question
from quiz.bank.source.blocks import find_text_code_blocks, is_code_block
from quiz.bank.types.protocol import ChoiceSet
from quiz.bank.types.registry import type_of
from quiz.catalogue.findings import Severity

LONG_BY_SHARE = 1.35
LONG_BY_CHARACTERS = 12

_OF_THE_ABOVE = re.compile(
    r"\b(of|as) the above\b"
    r"|^(all|none|both|neither|any|either|two) of (these|those|them)\W*$"
    r"|^[A-F] (and|or) [A-F]\b|\b(both|all|other) options\b",
    re.IGNORECASE,
)
_NEGATIVE = re.compile(
    r"\bwhich\b(?:(?!\b(?:if|when|where|because|that|who|so|although|while|but)\b)[^,;:?])*?"
    r"(\bnot\b|n't\b|n’t\b|\bexcept\b|\bnever\b|\bfalse\b|\bincorrect\b|\bcannot\b|\bwrong\b)",
    re.IGNORECASE,
)
_GENDERED = re.compile(
    r"\b(chairman|salesman|salesmen|policeman|businessman|businessmen|mankind|manpower|guys|housewife"
    r"|stewardess|waitress|cleaning lady|manned|man-hours?)\b",
    re.IGNORECASE,
)
_BANNED = re.compile(
    r"\b(christmas|easter|halloween|thanksgiving|hanukkah|ramadan|diwali|valentine|beer|wine|whisk(?:e)?y"
    r"|vodka|gin|rum|cocktails?|champagne|pub|coca-cola|pepsi|nike|adidas|iphone|mcdonald'?s|starbucks"
    r"|tesla|elon musk|bill gates|linus torvalds|steve jobs|zuckerberg|bezos|trump|obama|putin"
    r"|einstein|beyonc[eé]|messi|ronaldo)\b",
    re.IGNORECASE,
)
_DOUBLE = re.compile(r"\b([A-Za-z]+)[ \n]+\1\b")
_DOUBLE_ALLOWED = {"that", "had", "very", "bye"}
_MISSPELT = re.compile(
    r"\b(recieve\w*|seperat\w*|occured|occurence|definately|existance|dependan\w+|retreiv\w*|adress\w*"
    r"|refered|transfered|succesful\w*|neccessar\w*|priviledge\w*|lenght|heigth|widht|teh|thier|wich"
    r"|becuase|beleive\w*|maintainance|comit\w*|suprise\w*|similiar|independant\w*|persistan\w+|calender"
    r"|consistant\w*|explict\w*|paramater\w*|arguement\w*|enviroment\w*|excecut\w*|propogat\w*|resouce\w*)\b",
    re.IGNORECASE,
)


#: A sentence that begins with one of these and has no question mark is a statement.
_BEGINS_NO_TASK = {
    *("a", "an", "the", "this", "that", "these", "those", "it", "they", "you", "we"),
    *("in", "on", "at", "after", "before", "when", "there", "its", "their"),
}


def choice_sets(question: Question) -> tuple[ChoiceSet, ...]:
    """Return the sets of texts between which somebody chooses."""
    return type_of(question).choice_sets(question)


def choice_texts(question: Question) -> list[str]:
    """Return the texts between which somebody chooses."""
    return [text for choices in choice_sets(question) for text in choices.texts]


def check_above_options(question: Question) -> Iterator[Remark]:
    """No option may speak of the other options."""
    for text in choice_texts(question):
        if _OF_THE_ABOVE.search(text):
            yield "Options", repr(text[:60]), "options that stand by themselves"


def check_bare_negation(question: Question) -> Iterator[Remark]:
    """A negation in the question must be in bold capitals: **NOT**."""
    match = _NEGATIVE.search(extract_prose(question_sentence(question)))
    if match and not re.search(
        r"\*\*(NOT|EXCEPT|NEVER|FALSE|WRONG|CANNOT)\*\*", match[0] + "**"
    ):
        yield (
            "stem",
            f"a negation: {match[1]!r}",
            "a positive question, or **NOT** in capitals",
        )


def is_negative(question: Question) -> bool:
    """Say whether the question asks which option does not hold."""
    return bool(_NEGATIVE.search(extract_prose(question_sentence(question))))


def check_marked_negation(question: Question) -> Iterator[Remark]:
    """A negative question is harder to read even with its negation in bold."""
    if is_negative(question):
        yield (
            "stem",
            "a negative question",
            "a positive one, unless that is truly the task",
        )


def has_cueing_absolutes(question: Question) -> bool:
    """Say whether absolute words stand in wrong options alone."""
    return any(_has_cueing_absolutes(choices) for choices in choice_sets(question))


def _has_cueing_absolutes(choices: ChoiceSet) -> bool:
    carrying = {
        number
        for number, text in enumerate(choices.texts)
        if ABSOLUTE_WORDS & set(split_tokens(text))
    }
    return bool(carrying) and not choices.graded and not carrying & choices.keys


def check_absolute_words(question: Question) -> Iterator[Remark]:
    """Absolute words must not appear only in wrong options."""
    if has_cueing_absolutes(question):
        yield (
            "Options",
            "absolute words in wrong options alone",
            "none, or in the key too",
        )


def check_key_length(question: Question) -> Iterator[Remark]:
    """The key must not stand out by its length."""
    for choices in choice_sets(question):
        if len(choices.keys) != 1:
            continue
        [key] = choices.keys
        lengths = [len(normalise_text(text)) for text in choices.texts]
        middle = median(lengths)
        limit = max(LONG_BY_SHARE * middle, middle + LONG_BY_CHARACTERS)
        if lengths[key] == max(lengths) and lengths[key] > limit:
            found = f"a key of {lengths[key]} characters, the middle is {middle:g}"
            yield "Options", found, "options of like length"


def _text_form(text: str) -> str:
    bare = text.strip()
    if re.fullmatch(r"`?[-+]?[\d ,.]*\d ?(%|ms|s|MB|GB|KB|kB)?`?", bare):
        return "number"
    if is_code_block(bare) or re.fullmatch(r"`+[^`]+`+", bare):
        return "code"
    return "words"


def check_odd_form(question: Question) -> Iterator[Remark]:
    """The key must not be the only number, code or phrase among the options."""
    for choices in choice_sets(question):
        if choices.has_one_key and len(choices.texts) >= 3:
            forms = [_text_form(text) for text in choices.texts]
            counts = Counter(forms)
            [key] = choices.keys
            if counts[forms[key]] == 1 and len(counts) == 2:
                found = f"a key that alone is {forms[key]}"
                yield "Options", found, "options of one form"


def check_punctuation(question: Question) -> Iterator[Remark]:
    """Options must begin and end in the same way."""
    for choices in choice_sets(question):
        texts = [one.strip() for one in choices.texts if _text_form(one) == "words"]
        if len(texts) < 3:
            continue
        stops = sum(text.endswith(".") for text in texts)
        if 0 < stops < len(texts):
            found = f"{stops} of {len(texts)} end in a full stop"
            yield "Options", found, "all or none"
        first = [text[0] for text in texts if text[0].isalpha()]
        capitals = sum(letter.isupper() for letter in first)
        if 0 < capitals < len(first):
            found = f"{capitals} of {len(first)} begin with a capital"
            yield "Options", found, "all or none"


def check_fragment_stops(question: Question) -> Iterator[Remark]:
    """Options of a few words end without a full stop."""
    for text in choice_texts(question):
        if text.endswith(".") and not text.endswith("..") and len(text.split()) <= 3:
            yield "Options", repr(text), "no full stop behind a fragment"


def _parse_number(text: str) -> float | None:
    match = re.fullmatch(r"`?([-+]?\d[\d ,]*(?:\.\d+)?)`?(?: ?[%\w/]+)?", text.strip())
    return float(re.sub("[ ,]", "", match[1])) if match else None


def check_number_order(question: Question) -> Iterator[Remark]:
    """Numbers must be in order of size."""
    for choices in choice_sets(question):
        numbers = [_parse_number(text) for text in choices.texts]
        sizes = [number for number in numbers if number is not None]
        in_order = sizes in (sorted(sizes), sorted(sizes, reverse=True))
        if len(sizes) == len(numbers) >= 3 and choices.has_one_key and not in_order:
            yield "Options", "numbers out of order", "numbers in order of size"


def check_lone_opposites(question: Question) -> Iterator[Remark]:
    """Two nearly equal options draw attention, unless there is a second such pair."""
    for choices in choice_sets(question):
        if not choices.has_one_key or any(
            _text_form(text) != "words" for text in choices.texts
        ):
            continue
        words = [Counter(split_tokens(text)) for text in choices.texts]
        pairs = [
            pair
            for pair in combinations(range(len(words)), 2)
            if _differ_in_two_words(*(words[number] for number in pair))
        ]
        touched = {number for pair in pairs for number in pair}
        if len(pairs) == 1 and len(words) > 3 and touched & choices.keys:
            found = "one pair that differs in two words or less"
            yield "Options", found, "none, or two such pairs"


def _differ_in_two_words(first: Counter[str], second: Counter[str]) -> bool:
    apart = max((first - second).total(), (second - first).total())
    return second.total() >= 5 and apart <= 2


def check_gap_grammar(question: Question) -> Iterator[Remark]:
    """The words before a gap must fit every option."""
    sentence = normalise_text(question_sentence(question))
    match = re.search(r"\b(an?)\W*(_{2,}|…|\.{3})?\W*$", sentence)
    if match:
        wants_vowel = match[1] == "an"
        for text in choice_texts(question):
            if (normalise_text(text)[:1] in "aeiou") != wants_vowel:
                found = f"`{match[1]}` before {text!r}"
                yield "stem", found, "`a` or `an` that fits every option"
    for choices in choice_sets(question):
        if choices.has_one_key and re.match(
            r"which (of these |of the following )?are\b", sentence
        ):
            found = "a question in the plural with one key"
            yield "stem", found, "which is, or a multiple choice"
        if choices.has_several_keys and re.match(r"which (one|is)\b", sentence):
            found = "a question in the singular with several keys"
            yield "stem", found, "a question in the plural"


def check_task(question: Question) -> Iterator[Remark]:
    """The last paragraph must ask: it becomes the heading of the page."""
    sentence = question_sentence(question)
    begins = next(iter(split_tokens(sentence)), "")
    asks = "?" in sentence or begins not in _BEGINS_NO_TASK
    if not asks:
        yield (
            "stem",
            repr(sentence[:60]),
            "a question, or what to do, in the last paragraph",
        )
    if re.fullmatch(r"\W*Choose \w+\W*", sentence):
        yield (
            "stem",
            repr(sentence),
            "the question itself; `Choose TWO.` stands in the same paragraph",
        )


def check_banned_content(question: Question) -> Iterator[Remark]:
    """No real persons, brands as values, gendered roles, holidays or alcohol."""
    texts = [
        question.stem,
        question.explanation,
        *type_of(question).visible_texts(question),
    ]
    for text in texts:
        found = _BANNED.search(text) or _GENDERED.search(extract_prose(text))
        if found:
            yield (
                "text",
                repr(found[0]),
                "no persons, brands, gendered roles, holidays, alcohol",
            )


def check_spelling(question: Question) -> Iterator[Remark]:
    """Double words, misspellings, curly quotes in code, back quotes that do not close."""
    texts = [
        question.stem,
        question.explanation,
        *type_of(question).visible_texts(question),
    ]
    texts += [part.reason for part in type_of(question).explained_texts(question)]
    for text in texts:
        prose = extract_prose(text)
        bare = re.sub(r"`[^`]*`", "", prose)
        double = _DOUBLE.search(bare)
        if double and double[1].lower() not in _DOUBLE_ALLOWED:
            yield "text", repr(double[0]), "the word once"
        if wrong := _MISSPELT.search(bare):
            yield "text", repr(wrong[0]), "another spelling"
        if prose.count("`") % 2:
            yield "text", f"a back quote too many or too few in {prose[:50]!r}", "pairs"
        spans = re.findall(r"`([^`]*)`", prose) + [
            block.code for block in find_text_code_blocks(text)
        ]
        if any(re.search("[“”‘’]", span) for span in spans) and question.pack is None:
            yield "text", "curly quotes in code", "straight quotes"


WORDING_CHECKS: tuple[tuple[str, Severity, QuestionCheck], ...] = (
    ("above", "error", check_above_options),
    ("negative", "error", check_bare_negation),
    ("negative", "warning", check_marked_negation),
    ("absolute", "warning", check_absolute_words),
    ("length", "warning", check_key_length),
    ("grammar", "error", check_gap_grammar),
    ("form", "warning", check_odd_form),
    ("form", "warning", check_punctuation),
    ("form", "warning", check_fragment_stops),
    ("numbers", "warning", check_number_order),
    ("opposites", "warning", check_lone_opposites),
    ("question", "warning", check_task),
    ("content", "error", check_banned_content),
    ("text", "warning", check_spelling),
    ("english", "error", check_plain_errors),
    ("english", "warning", check_plain_warnings),
)
