"""Limits: how often something may be made by one person, by newcomers of one network, and tried in vain.

What somebody makes is counted for the person; somebody who is not known yet, for the network address, since a new
person costs nothing. A wrong code or link is counted when it was wrong; right ones are neither counted nor
stopped, so that nobody can lock a classroom out. An IPv6 address counts as its /64, which is what one customer has.

The address itself is not kept: the counter's name holds a keyed hash of it.
"""

import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from ipaddress import IPv6Address, IPv6Network, ip_address

from flask import Flask, Response, current_app, request
from limits import RateLimitItem, RateLimitItemPerDay, RateLimitItemPerHour
from limits.strategies import FixedWindowRateLimiter
from sqlalchemy import Engine
from sqlalchemy.orm import Session
from werkzeug.exceptions import TooManyRequests

from quiz.core.clock import utc_now
from quiz.core.db import open_session
from quiz.web.current_settings import current_settings
from quiz.web.limits.storage import DatabaseStorage
from quiz.web.transactions import SAFE_METHODS, release_session

EXTENSION_NAME = "trigpoint_limits"
#: Statuses that say that a code, a link or a key was wrong.
FAILURES = {404, 422}
IPV6_CUSTOMER_BITS = 64


@dataclass(frozen=True)
class MakeLimit:
    """How many things of one name a person may make. Views that share the name share the count."""

    name: str
    per_person: RateLimitItem
    #: Newcomers of one network may make this many; None: as many sittings as the settings say.
    per_network: RateLimitItem | None = None


@dataclass(frozen=True)
class TryLimit:
    """How often a network may be wrong in an hour; None: as the settings say for codes."""

    name: str
    per_network: RateLimitItem | None = None


Limits = Mapping[str, MakeLimit | TryLimit]
#: Finds the key of the person who asks, with a session that reads; None for a stranger.
Identify = Callable[[Session], str | None]


class RequestLimits:
    """The limits of all views, with the counters behind them."""

    def __init__(self, engine: Engine, limits: Limits, identify: Identify) -> None:
        """Count in the database of `engine`."""
        self.engine = engine
        self.limits = limits
        self.identify = identify
        self.counter = FixedWindowRateLimiter(
            DatabaseStorage("trigpoint://", engine=engine)
        )

    def count_or_stop(self, limit: RateLimitItem, *names: str) -> None:
        """Count once under `names`.

        Raises
        ------
        TooManyRequests
            When the limit is used up; names the seconds to wait.
        """
        if not self.counter.hit(limit, *names):
            ends = self.counter.get_window_stats(limit, *names).reset_time
            raise TooManyRequests(retry_after=max(1, int(ends - utc_now().timestamp())))

    def count_make(self, limit: MakeLimit) -> None:
        """Count something that is about to be made, for its maker."""
        with open_session(self.engine, writes=False) as session:
            maker = self.identify(session)
        if maker is not None:
            self.count_or_stop(limit.per_person, limit.name, maker)
            return
        per_network = limit.per_network or RateLimitItemPerDay(
            current_settings().daily_sittings_per_address
        )
        self.count_or_stop(per_network, limit.name, network_hash())

    def count_failure(self, limit: TryLimit) -> None:
        """Count something that was wrong, for the network it came from."""
        per_network = limit.per_network or RateLimitItemPerHour(
            current_settings().hourly_codes_per_address
        )
        self.count_or_stop(per_network, limit.name, network_hash())


def init_app(app: Flask, engine: Engine, limits: Limits, identify: Identify) -> None:
    """Apply `limits`, by endpoint. Call it before the access rules, which open the request's session."""
    app.extensions[EXTENSION_NAME] = RequestLimits(engine, limits, identify)
    app.before_request(_count_make)
    app.after_request(_count_failure)


def network_of(address: str) -> str:
    """Return what stands for one customer: an IPv4 address, or the /64 of an IPv6 address."""
    text = address.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        parsed = ip_address(text.partition("%")[0])
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address):
        if parsed.ipv4_mapped is not None:
            return str(parsed.ipv4_mapped)
        return str(IPv6Network((int(parsed), IPV6_CUSTOMER_BITS), strict=False))
    return str(parsed)


def network_hash(purpose: str = "") -> str:
    """Return the keyed hash under which the network of the request is counted; another for each purpose."""
    secret = (str(current_app.secret_key) + purpose).encode()
    network = network_of(str(request.remote_addr)).encode()
    return hmac.new(secret, network, "sha256").hexdigest()[:24]


def _request_limits() -> RequestLimits:
    limits: RequestLimits = current_app.extensions[EXTENSION_NAME]
    return limits


def _count_make() -> None:
    limits = _request_limits()
    limit = limits.limits.get(request.endpoint or "")
    if isinstance(limit, MakeLimit) and request.method not in SAFE_METHODS:
        limits.count_make(limit)


def _count_failure(response: Response) -> Response:
    limits = _request_limits()
    limit = limits.limits.get(request.endpoint or "")
    if not isinstance(limit, TryLimit) or response.status_code not in FAILURES:
        return response
    # SQLite has one writer: the counter would wait for the lock that this request holds.
    release_session()
    try:
        limits.count_failure(limit)
    except TooManyRequests as stop:
        return current_app.make_response(current_app.handle_user_exception(stop))
    return response
