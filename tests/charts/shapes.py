"""Reading drawings back: elements, classes and numbers of an SVG image."""

from xml.etree import ElementTree as ET

from quiz.charts.drawing import Drawing

SVG = "{http://www.w3.org/2000/svg}"


def parse(svg: str) -> ET.Element:
    """Return an image as a tree; text that is not well formed raises."""
    return ET.fromstring(svg)  # noqa: S314 - it is our own drawing


def elements(drawing: Drawing, name: str) -> list[ET.Element]:
    """Return the elements of a class, in the order in which they are drawn."""
    tree = parse(drawing.labelled("Something"))
    return [node for node in tree.iter() if name in node.get("class", "").split()]


def numbers(element: ET.Element, *names: str) -> list[float]:
    """Return attributes as numbers, without their per cent sign."""
    return [float(element.get(name, "").removesuffix("%")) for name in names]
