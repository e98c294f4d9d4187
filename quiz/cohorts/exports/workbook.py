"""Tables as an XLSX workbook."""

from collections.abc import Sequence
from datetime import date
from io import BytesIO

import xlsxwriter  # type: ignore[import-untyped]  # it has no types
from xlsxwriter.workbook import Workbook  # type: ignore[import-untyped]  # (the same)
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]  # (the same)

from quiz.cohorts.exports.tables import ExportCell, ExportTable, list_widths

#: Text stays text: nothing that somebody typed becomes a formula, a link or a number.
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
#: Excel takes no longer name of a sheet.
MOST_NAME = 31


def write_workbook(tables: Sequence[ExportTable]) -> bytes:
    """Return a workbook with one sheet a table."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, OPTIONS) as workbook:
        formats = _Formats(workbook)
        for table in tables:
            sheet = workbook.add_worksheet(table.name[:MOST_NAME])
            _fill_sheet(sheet, table, formats)
            if table.chart is not None and table.rows:
                _add_chart(workbook, sheet, table)
    return out.getvalue()


class _Formats:
    """The formats of a workbook."""

    def __init__(self, workbook: Workbook) -> None:
        """Make them."""
        self.head = workbook.add_format({"bold": True, "bottom": 1})
        self.level = workbook.add_format({"num_format": "0.0"})
        self.day = workbook.add_format({"num_format": "d mmmm yyyy", "align": "left"})


def _fill_sheet(sheet: Worksheet, table: ExportTable, formats: _Formats) -> None:
    for number, column in enumerate(table.columns):
        sheet.write_string(0, number, column, formats.head)
    for number, width in enumerate(list_widths(table)):
        sheet.set_column(number, number, width)
    for place, row in enumerate(table.rows, start=1):
        for number, cell in enumerate(row):
            _write_cell(sheet, place, number, cell, formats)
    sheet.freeze_panes(1, 1)


def _write_cell(
    sheet: Worksheet, row: int, column: int, cell: ExportCell, formats: _Formats
) -> None:
    if cell is None:
        return
    if isinstance(cell, str):
        sheet.write_string(row, column, cell)
    elif isinstance(cell, date):
        sheet.write_datetime(row, column, cell, formats.day)
    elif isinstance(cell, float):
        sheet.write_number(row, column, cell, formats.level)
    else:
        sheet.write_number(row, column, cell)


def _add_chart(workbook: Workbook, sheet: Worksheet, table: ExportTable) -> None:
    if table.chart is None:
        return
    chart, last = (
        workbook.add_chart({"type": "bar", "subtype": "stacked"}),
        len(table.rows),
    )
    for column in table.chart.columns:
        chart.add_series(
            {
                "name": [table.name, 0, column],
                "categories": [table.name, 1, 0, last, 0],
                "values": [table.name, 1, column, last, column],
            }
        )
    chart.set_title({"name": table.chart.title})
    chart.set_y_axis({"reverse": True})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 720, "height": 120 + 30 * last})
    sheet.insert_chart(
        1,
        len(table.columns) + 1,
        chart,
        {"description": table.chart.description, "object_position": 2},
    )
