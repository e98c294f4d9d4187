"""Which passwords are taken, how they are stored, and how many are hashed at once."""

import inspect
import os
import sys
import threading
import time
from types import ModuleType

import pytest
from flask import Flask
from werkzeug.routing import Rule

from quiz.credentials.passwords import hashing
from quiz.credentials.passwords.policy import PasswordFault, find_fault
from quiz.server import PASSWORD_PATHS
from quiz.web.limits.heavy_work import TooBusyError

CONTEXT = ("ana.muster@bootcamp-nord.example", "Ana Muster")
SHORT, LONG = PasswordFault.TOO_SHORT, PasswordFault.TOO_LONG
COMMON, PATTERN = PasswordFault.COMMON, PasswordFault.PATTERN
NEAR = PasswordFault.CONTEXT


@pytest.mark.parametrize(
    ("password", "fault"),
    [
        ("", SHORT),
        ("x7Kq2mW", SHORT),
        ("日本語", SHORT),
        ("x" * 129, LONG),
        ("kT9" * 50, LONG),
        ("password", COMMON),
        ("Password", COMMON),
        ("PASSWORD1", COMMON),
        ("password!", COMMON),
        ("!!password2026", COMMON),
        ("12345678", COMMON),
        ("1234567890", COMMON),
        ("iloveyou", COMMON),
        ("qwertyuiop", COMMON),
        ("1q2w3e4r5t", COMMON),
        ("sunshine99", COMMON),
        ("football!", COMMON),
        ("Dragon2025", COMMON),
        ("letmein123", COMMON),
        ("aaaaaaaaaaaa", PATTERN),
        ("abababababab", PATTERN),
        ("xyzxyzxyzxyz", PATTERN),
        ("kiwi1kiwi1kiwi1", PATTERN),
        ("defghijklmno", PATTERN),
        ("87654321098765", PATTERN),
        ("trigpoint", NEAR),
        ("Trigpoint2026!", NEAR),
        ("ana.muster@bootcamp-nord.example", NEAR),
        ("AnaMuster99", NEAR),
        ("muster-1987", NEAR),
        ("bootcamp-nord", NEAR),
        ("x7Kq2mWd", None),
        ("river otter lamp 7", None),
        ("correct horse battery staple", None),
        ("Tr0ub4dor&3", None),
        ("пароль-для-кота", None),
        ("とても長いパスワード", None),
        ("  two spaces around  ", None),
        ("muster plays the old trombone", None),
        ("🦦🦦🦦 otters in the rain", None),
        ("kT9-" + "x7Kq2mWd" * 15, None),
    ],
)
def test_a_password_is_taken_or_refused_for_a_reason(
    password: str, fault: PasswordFault | None
) -> None:
    assert find_fault(password, CONTEXT) is fault


def test_a_very_long_password_is_refused_at_once() -> None:
    began = time.perf_counter()

    find_fault("x7" * 30_000, CONTEXT)

    assert time.perf_counter() - began < 0.1


def test_a_hash_tells_its_own_password_only() -> None:
    stored = hashing.hash_password("river otter lamp 7")

    assert stored.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert hashing.is_password(stored, "river otter lamp 7")
    assert not hashing.is_password(stored, "river otter lamp 7 ")
    assert not hashing.is_outdated(stored)


def test_of_one_password_there_are_two_hashes() -> None:
    assert hashing.hash_password("same one") != hashing.hash_password("same one")


def test_the_end_of_a_long_password_counts() -> None:
    stored = hashing.hash_password("x" * 127 + "a")

    assert not hashing.is_password(stored, "x" * 127 + "b")


def test_without_a_stored_password_none_is_right() -> None:
    assert not hashing.is_password(None, "")
    assert not hashing.is_password(None, "river otter lamp 7")
    assert not hashing.is_password("not a hash", "river otter lamp 7")


def test_a_missing_account_costs_the_same_work() -> None:
    """The least of several runs each: whatever else the machine does only makes a run slower."""
    stored = hashing.hash_password("river otter lamp 7")

    def measure(stored: str | None) -> float:
        began = time.process_time()
        hashing.is_password(stored, "wrong")
        return time.process_time() - began

    known = min(measure(stored) for _ in range(9))
    unknown = min(measure(None) for _ in range(9))

    assert unknown == pytest.approx(known, rel=0.25)


def test_at_most_two_are_hashed_at_once() -> None:
    """Of twelve threads, two are in the hasher at any time and the rest wait their turn."""
    most, inside, lock = [0], [0], threading.Lock()

    def work() -> None:
        with hashing._workplace():
            with lock:
                inside[0] += 1
                most[0] = max(most[0], inside[0])
            time.sleep(0.01)
            with lock:
                inside[0] -= 1

    threads = [threading.Thread(target=work) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert most[0] == hashing.AT_ONCE


def test_who_waits_too_long_is_told_to_come_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(hashing, "LONGEST_WAIT_SECONDS", 0.01)

    with (
        hashing._workplace(),
        hashing._workplace(),
        pytest.raises(TooBusyError),
    ):
        hashing.hash_password("river otter lamp 7")


def test_hashing_gives_way_to_everything_else() -> None:
    found = hashing._threads.submit(
        lambda: os.getpriority(os.PRIO_PROCESS, threading.get_native_id())
    ).result()

    assert found == os.getpriority(os.PRIO_PROCESS, 0) + hashing.NICENESS


def test_every_form_with_a_password_is_served_by_the_threads_for_passwords(
    shared_app: Flask,
) -> None:
    forms = {
        rule.rule
        for rule in shared_app.url_map.iter_rules()
        if "POST" in (rule.methods or ())
        and "credentials.passwords" in inspect.getsource(_module_of(shared_app, rule))
    }

    assert "/sign-in" in forms
    assert {path for path in forms if not path.startswith(PASSWORD_PATHS)} == set()


def _module_of(app: Flask, rule: Rule) -> ModuleType:
    return sys.modules[app.view_functions[rule.endpoint].__module__]
