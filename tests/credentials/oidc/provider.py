"""A real provider of identity for tests: the server side of Authlib, in a thread, on a port of this machine.

Whoever comes to it is signed in at once as the person that the test has put there.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2.rfc6749 import ClientMixin, grants
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core import OpenIDCode, UserInfo
from flask import Flask, jsonify, request
from joserfc.jwk import RSAKey
from werkzeug.serving import make_server

CLIENT_ID, CLIENT_SECRET = "trigpoint", "a secret between the two"


class Client(ClientMixin):
    """The one site that may ask."""

    def __init__(self, provider: "Provider") -> None:
        self.provider = provider

    id_token_signed_response_alg = "RS256"

    def get_client_id(self) -> str:
        return CLIENT_ID

    def get_default_redirect_uri(self) -> str:
        return ""

    def get_allowed_scope(self, scope: str) -> str:
        return scope

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        return redirect_uri.endswith("/sign-in/provider/callback")

    def check_client_secret(self, client_secret: str) -> bool:
        return client_secret == CLIENT_SECRET

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return method == "client_secret_basic"

    def check_response_type(self, response_type: str) -> bool:
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type == "authorization_code"


@dataclass
class Code:
    """A code that was given out, with what it stands for."""

    code: str
    redirect_uri: str
    scope: str
    nonce: str | None
    code_challenge: str | None
    code_challenge_method: str | None
    auth_time: int = field(default_factory=lambda: int(time.time()))

    def get_redirect_uri(self) -> str:
        return self.redirect_uri

    def get_scope(self) -> str:
        return self.scope

    def get_nonce(self) -> str | None:
        return self.nonce

    def get_auth_time(self) -> int:
        return self.auth_time

    def get_acr(self) -> None:
        return None

    def get_amr(self) -> None:
        return None


class Provider:
    """What the provider says, and what it does wrong when a test asks for it."""

    def __init__(self) -> None:
        self.issuer = ""
        self.key = RSAKey.generate_key(2048, parameters={"kid": "first"})
        self.claims: dict[str, Any] = {}
        #: Claims of the identity token that take the place of the right ones.
        self.forged: dict[str, Any] = {}
        #: What it says of itself in its description, when that is not right.
        self.told_issuer = ""
        self.signing_key = self.key
        self.codes: dict[str, Code] = {}
        self.seen_requests: list[dict[str, str]] = []

    def use_new_key(self) -> None:
        """Sign with another key from now on, and publish it."""
        self.key = RSAKey.generate_key(2048, parameters={"kid": "second"})
        self.signing_key = self.key


def build_server(app: Flask, provider: Provider) -> AuthorizationServer:
    """Return what gives out codes and tokens."""

    class CodeGrant(grants.AuthorizationCodeGrant):
        TOKEN_ENDPOINT_AUTH_METHODS = ("client_secret_basic",)

        def save_authorization_code(self, code: str, request: Any) -> None:
            data = request.payload.data
            provider.codes[code] = Code(
                code,
                request.payload.redirect_uri,
                request.payload.scope,
                data.get("nonce"),
                data.get("code_challenge"),
                data.get("code_challenge_method"),
            )

        def query_authorization_code(self, code: str, client: object) -> Code | None:
            return provider.codes.get(code)

        def delete_authorization_code(self, authorization_code: Code) -> None:
            provider.codes.pop(authorization_code.code, None)

        def authenticate_user(self, authorization_code: Code) -> str:
            return str(provider.claims["sub"])

    class Identity(OpenIDCode):
        def exists_nonce(self, nonce: str, request: object) -> bool:
            return False

        def resolve_client_private_key(self, client: Client) -> RSAKey:
            return provider.signing_key

        def get_encode_header(self, client: Client) -> dict[str, str]:
            return {"alg": "RS256", "kid": str(provider.signing_key.kid)}

        def get_client_claims(self, client: Client) -> dict[str, Any]:
            return {"iss": provider.issuer, "aud": [CLIENT_ID]}

        def generate_user_info(self, user: str, scope: str) -> UserInfo:
            # What is here takes the place of every other claim.
            return UserInfo(provider.claims | provider.forged)

    server = AuthorizationServer(
        app,
        query_client=lambda client_id: (
            Client(provider) if client_id == CLIENT_ID else None
        ),
        save_token=lambda _token, _request: None,
    )
    server.register_grant(CodeGrant, [CodeChallenge(required=True), Identity()])
    return server


def build_app(provider: Provider) -> Flask:
    """Return the provider as a web application."""
    app = Flask("provider")
    app.config["OAUTH2_TOKEN_EXPIRES_IN"] = {"authorization_code": 60}
    server = build_server(app, provider)

    @app.get("/.well-known/openid-configuration")
    def describe() -> Any:
        return jsonify(
            issuer=provider.told_issuer or provider.issuer,
            authorization_endpoint=f"{provider.issuer}/authorize",
            token_endpoint=f"{provider.issuer}/token",
            jwks_uri=f"{provider.issuer}/keys",
            id_token_signing_alg_values_supported=["RS256"],
        )

    @app.get("/keys")
    def list_keys() -> Any:
        return jsonify(keys=[provider.key.as_dict(private=False)])

    @app.get("/authorize")
    def authorize() -> Any:
        provider.seen_requests.append(request.args.to_dict())
        grant = server.get_consent_grant(end_user="somebody")
        return server.create_authorization_response(grant_user="somebody", grant=grant)

    @app.post("/token")
    def give_token() -> Any:
        return server.create_token_response()

    return app


@contextmanager
def running_provider() -> Iterator[Provider]:
    """Run a provider and yield it."""
    provider = Provider()
    server = make_server("127.0.0.1", 0, build_app(provider), threaded=True)
    provider.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
