"""Facts for the pages of joining."""

from quiz.cohorts.models import CohortMember


def describe_entry(member: CohortMember) -> str:
    """Return an entry of the roster in words: name, number, group."""
    parts = [member.name]
    if member.external_id:
        parts.append(f"number {member.external_id}")
    if member.group_name:
        parts.append(member.group_name)
    return ", ".join(parts)
