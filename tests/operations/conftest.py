"""Faults that only tests of operations need."""

import resource
import signal
from collections.abc import Callable, Iterator

import pytest


@pytest.fixture
def limit_files() -> Iterator[Callable[[int], None]]:
    """Return a function after which no file of this process may grow beyond so many bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    yield lambda size: resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    resource.setrlimit(resource.RLIMIT_FSIZE, before)
    signal.signal(signal.SIGXFSZ, handler)
