"""What tests of sittings share."""

import pytest
from flask import Flask

from quiz.sittings.current import NAME
from quiz.sittings.measuring import Tools


@pytest.fixture
def tools(shared_app: Flask) -> Tools:
    """Return the bank with the engine's tables."""
    tools: Tools = shared_app.extensions[NAME]
    return tools
