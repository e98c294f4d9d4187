"""Whether requests arrive as the settings have it: by the address people use, over so many proxies."""

from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urlsplit

from quiz.config import Settings
from quiz.operations.doctor.findings import Diagnosis, report_ok, report_warning
from quiz.web.observation.seen_headers import SeenHeaders, load_seen_headers
from quiz.web.security.hosts import is_loopback


def check_seen_headers(settings: Settings, *, now: datetime) -> Iterator[Diagnosis]:
    """Compare base URL and proxy hops with the headers of a request that came in lately."""
    seen = load_seen_headers(settings.data_folder)
    if seen is None:
        yield report_ok("requests", "None was seen on this host yet.")
        return
    troubles = list(_find_troubles(settings, seen))
    if not troubles:
        minutes = int((now - seen.moment).total_seconds() // 60)
        yield report_ok(
            "requests", f"As the settings have it; seen {max(minutes, 0)} minutes ago."
        )
    for found, advice in troubles:
        yield report_warning("requests", f"{found} ({seen.seen_at})", advice)


def _find_troubles(settings: Settings, seen: SeenHeaders) -> Iterator[tuple[str, str]]:
    hops = settings.proxy_hops
    if seen.forwarded_addresses > 0 and not hops:
        yield (
            (
                f"A request came over a proxy: {seen.forwarded_addresses} addresses in X-Forwarded-For."
                " TRIGPOINT_PROXY_HOPS is 0."
            ),
            "Set TRIGPOINT_PROXY_HOPS to the number of proxies; until then everybody shares the limits of the proxy.",
        )
    if seen.forwarded_addresses < hops:
        yield (
            f"A request had {seen.forwarded_addresses} addresses in X-Forwarded-For; TRIGPOINT_PROXY_HOPS is {hops}.",
            (
                "Let every proxy add to X-Forwarded-For, or lower TRIGPOINT_PROXY_HOPS. If somebody asked this host"
                " directly, close that way."
            ),
        )
    if settings.is_https and hops and seen.forwarded_scheme != "https":
        yield (
            f"A proxy said X-Forwarded-Proto: {seen.forwarded_scheme or 'nothing'}, and the base URL is https.",
            "Let the proxy set X-Forwarded-Proto.",
        )
    host = seen.forwarded_host if hops and seen.forwarded_host else seen.host
    base = urlsplit(settings.base_url or "").hostname
    if base and host != base and not is_loopback(host):
        yield (
            f"A request asked for {host or 'no host that can be read'}, and the base URL is {settings.base_url}.",
            (
                "Set TRIGPOINT_BASE_URL to the address people use, and let the proxy pass on the host. If it was a scan,"
                " look again in a minute."
            ),
        )
