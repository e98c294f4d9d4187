"""The provider of identity as this site sees it: where people are sent, and what is believed of those who come back.

State, nonce and the PKCE verifier of a sign-in that has begun are in the browser's own session on our side, so an
answer is believed only in the browser that asked. Nothing of the database is held while the provider is waited for.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Flask, Response, current_app

from quiz.config import Settings
from quiz.errors import NotValid

EXTENSION_NAME = "trigpoint_oidc"
TIMEOUT_SECONDS = 10
MAX_SUBJECT_CHARACTERS = 255


class ProviderFailed(Exception):
    """The provider did not answer, or its answer cannot be believed."""


@dataclass(frozen=True)
class ProviderClaims:
    """What the provider says of somebody."""

    issuer: str
    subject: str
    email: str
    is_email_verified: bool
    name: str | None
    groups: frozenset[str]


def init_app(app: Flask, settings: Settings) -> None:
    """Know the provider of the settings, if there is one."""
    if settings.oidc_issuer is None:
        return
    # Imported where there is a provider: it is a tenth of the start, and most sites have none.
    from authlib.integrations.flask_client import OAuth

    client = OAuth(app).register(
        "trigpoint",
        client_id=settings.oidc_client_id,
        client_secret=settings.oidc_client_secret,
        server_metadata_url=settings.oidc_issuer.rstrip("/")
        + "/.well-known/openid-configuration",
        client_kwargs={
            "scope": settings.oidc_scopes,
            "code_challenge_method": "S256",
            "default_timeout": TIMEOUT_SECONDS,
        },
    )
    app.extensions[EXTENSION_NAME] = client


def has_provider() -> bool:
    """Say whether people can sign in by a provider."""
    return EXTENSION_NAME in current_app.extensions


def send_to_provider(callback: str) -> Response:
    """Return the answer that leads to the provider, which leads back to `callback`.

    Raises
    ------
    ProviderFailed
        When it cannot be reached.
    """
    try:
        response: Response = _client().authorize_redirect(callback)
    except _list_faults() as error:
        raise ProviderFailed(type(error).__name__) from error
    return response


def read_answer(settings: Settings) -> ProviderClaims:
    """Return what the provider says of whoever comes back with this request.

    Raises
    ------
    ProviderFailed
        When the answer belongs to no sign-in of this browser, or is not what it should be.
    """
    try:
        client = _client()
        issuer = str(client.load_server_metadata().get("issuer", ""))
        # An address that answers in the name of another issuer is not the one of the settings.
        if issuer.rstrip("/") != str(settings.oidc_issuer).rstrip("/"):
            raise ProviderFailed("another issuer")
        token = client.authorize_access_token(
            claims_options={
                "iss": {"essential": True, "value": issuer},
                # Without this, Authlib accepts a token for another site as long as its `azp` is this one.
                "aud": {"essential": True, "value": settings.oidc_client_id},
            }
        )
    except _list_faults() as error:
        raise ProviderFailed(type(error).__name__) from error
    claims = token.get("userinfo")
    if not claims:
        raise ProviderFailed("no identity token")
    return read_claims(claims, groups_claim=settings.oidc_groups_claim)


def read_claims(claims: Mapping[str, Any], *, groups_claim: str) -> ProviderClaims:
    """Return what we use of the claims of an identity token that was verified.

    Raises
    ------
    ProviderFailed
        When it names nobody.
    """
    subject = str(claims.get("sub") or "")
    if not subject or len(subject) > MAX_SUBJECT_CHARACTERS:
        raise ProviderFailed("no subject")
    given = claims.get(groups_claim) or []
    groups = [given] if isinstance(given, str) else list(given)
    name = claims.get("name")
    return ProviderClaims(
        issuer=str(claims["iss"]),
        subject=subject,
        email=str(claims.get("email") or ""),
        # Some send it as a word.
        is_email_verified=str(claims.get("email_verified", "")).lower() == "true",
        name=str(name)[:80] if name else None,
        groups=frozenset(map(str, groups)),
    )


def _list_faults() -> tuple[type[Exception], ...]:
    """Return what goes wrong when a provider is out of reach, or answers what is not right."""
    from authlib.common.errors import AuthlibBaseError
    from joserfc.errors import JoseError
    from requests import RequestException

    return (
        AuthlibBaseError,
        JoseError,
        RequestException,
        KeyError,
        RuntimeError,
        ValueError,
    )


def _client() -> Any:
    client = current_app.extensions.get(EXTENSION_NAME)
    if client is None:
        raise NotValid("This site has no sign-in provider.")
    return client
