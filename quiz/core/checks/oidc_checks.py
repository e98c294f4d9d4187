"""What the settings of a provider of identity must look like.

The words of an error continue a sentence that begins with the setting's name.
"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from pydantic import ValidationInfo

LOCAL_HOSTS = {"localhost", "127.0.0.1", "::1"}
SITE_ROLES = ("administrator", "author")
INSTRUCTOR = "instructor of "


@dataclass(frozen=True)
class GroupRole:
    """The role that members of a group get."""

    group: str
    role: str
    #: Name of the organisation; None for a role on the whole site.
    organisation: str | None = None


def check_issuer(issuer: str | None) -> str | None:
    """Return the address of a provider; it is https, but on this machine."""
    if issuer is None:
        return None
    parts = urlsplit(issuer)
    is_safe = parts.scheme == "https" or (
        parts.scheme == "http" and parts.hostname in LOCAL_HOSTS
    )
    if not is_safe or not parts.hostname or parts.query or parts.fragment:
        raise ValueError(
            f"is {issuer[:100]!r}; it is an address like https://login.example.org/realms/school."
        )
    return issuer


def check_oidc_client_id(client_id: str, info: ValidationInfo) -> str:
    """Return the name under which the provider knows this site."""
    if bool(client_id) != bool(info.data.get("oidc_issuer")):
        raise ValueError("and TRIGPOINT_OIDC_ISSUER are set together or not at all.")
    return client_id


def check_oidc_client_secret(secret: str, info: ValidationInfo) -> str:
    """Return the secret that the provider gave to this site."""
    if bool(secret) != bool(info.data.get("oidc_client_id", secret)):
        raise ValueError("and TRIGPOINT_OIDC_CLIENT_ID are set together or not at all.")
    return secret


def read_group_roles(value: Any) -> tuple[GroupRole, ...]:
    """Return which groups get which roles: `staff=administrator; teachers=instructor of Bootcamp Nord`."""
    if not isinstance(value, str):
        return tuple(value)
    return tuple(_read_rule(rule) for rule in value.split(";") if rule.strip())


def _read_rule(rule: str) -> GroupRole:
    group, equals, role = (part.strip() for part in rule.rpartition("="))
    if group and equals and role in SITE_ROLES:
        return GroupRole(group, role)
    organisation = role.removeprefix(INSTRUCTOR).strip()
    if group and equals and role.startswith(INSTRUCTOR) and organisation:
        return GroupRole(group, "instructor", organisation)
    raise ValueError(
        f"has {rule.strip()[:100]!r}; write GROUP=administrator, GROUP=author or GROUP=instructor of ORGANISATION,"
        " separated by semicolons."
    )


def check_oidc_only(only: int, info: ValidationInfo) -> int:
    """Return whether the provider is the only way in, which needs a provider."""
    if only and not info.data.get("oidc_issuer"):
        raise ValueError("needs TRIGPOINT_OIDC_ISSUER.")
    return only
