"""A drawing whose words are still missing."""

from dataclasses import dataclass

from markupsafe import Markup

_LABELLED = Markup('<svg {attributes} role="img" aria-label="{label}">{shapes}</svg>')


@dataclass(frozen=True)
class Drawing:
    """An SVG image without its text alternative, which the template that shows it adds."""

    #: Attributes of the outer element, such as `class="strip"`.
    attributes: Markup
    shapes: Markup

    def labelled(self, label: str) -> Markup:
        """Return the image with the text that is read in place of it, in one line."""
        return _LABELLED.format(
            attributes=self.attributes,
            label=Markup(" ").join(label.split()),
            shapes=self.shapes,
        )


def format_percentage(share: float) -> str:
    """Write a share of a width as SVG does: `33.33%`."""
    return f"{share * 100:.2f}".rstrip("0").rstrip(".") + "%"
