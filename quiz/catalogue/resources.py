"""Free learning material: pages of official or otherwise stable sites."""

from collections.abc import Iterable
from pathlib import Path

from pydantic import Field

from quiz.catalogue.findings import Finding
from quiz.catalogue.toml_files import (
    KEY_PATTERN,
    CatalogueData,
    display_path,
    list_tables,
    read_toml,
    validate_data,
)


class Resource(CatalogueData):
    """A free page of an official or otherwise stable site, and what it is for."""

    id: str = Field(pattern=KEY_PATTERN, max_length=80)
    title: str
    url: str = Field(pattern=r"^https://")
    #: What a learner gets there, in a few words.
    use: str
    #: Objectives that it serves.
    objectives: tuple[str, ...] = Field(min_length=1)
    #: Language packs whose code it shows; empty: no language, or any.
    languages: tuple[str, ...] = ()
    #: What its pages say about their use, where they say it.
    licence: str = ""

    def serves(self, language: str) -> bool:
        """Return whether the page is for somebody who learns in a language."""
        return not self.languages or language in self.languages


def read_resources(
    folders: Iterable[Path], findings: list[Finding]
) -> dict[str, Resource]:
    """Return the resources by id; those of a later folder replace earlier ones with the same id."""
    resources: dict[str, Resource] = {}
    for folder in folders:
        for path in sorted((folder / "resources").glob("*.toml")):
            resources |= _read_resource_file(path, findings)
    return resources


def _read_resource_file(path: Path, findings: list[Finding]) -> dict[str, Resource]:
    resources: dict[str, Resource] = {}
    content = read_toml(path, findings)
    for data in list_tables(content, "resource", display_path(path), findings):
        name = f"resource {data.get('id', '?')}"
        resource = validate_data(Resource, data, display_path(path), name, findings)
        if resource and resource.id in resources:
            findings.append(
                Finding(
                    display_path(path),
                    0,
                    resource.id,
                    "id",
                    "used before",
                    "each id once",
                )
            )
        elif resource:
            resources[resource.id] = resource
    return resources
