"""Prints rooms with ReportLab: a JSON object on each line of stdin, and for each the size of the PDF and the PDF."""

import io
import json
import struct
import sys

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont
from reportlab.platypus import LongTable, Paragraph, SimpleDocTemplate, TableStyle

REPEAT_HEAD = 1
known = set()


def font_of(name):
    """The font if ReportLab can read it: it takes no outlines in the Compact Font Format."""
    return name if name in known else "Sans"


def table_of(table):
    rows = [[cell["text"] for cell in row] for row in table["rows"]]
    fonts = [
        ("FONT", (column, line), (column, line), font_of(cell["font"]), 8)
        for line, row in enumerate(table["rows"])
        for column, cell in enumerate(row)
        if font_of(cell["font"]) != "Sans"
    ]
    style = [("FONT", (0, 0), (-1, -1), "Sans", 8), ("GRID", (0, 0), (-1, -1), 0.5, "#cccccc"), *fonts]
    return LongTable(rows, repeatRows=REPEAT_HEAD, style=TableStyle(style))


def render(room):
    file = io.BytesIO()
    heading = ParagraphStyle("heading", fontName="Sans", fontSize=12)
    story = [Paragraph(room["title"], heading)]
    for table in room["tables"]:
        story += [Paragraph(table["title"], heading), table_of(table)]
    SimpleDocTemplate(file, pagesize=A4, title=room["title"], lang="en").build(story)
    return file.getvalue()


for name, path in json.loads(sys.stdin.readline()).items():
    try:
        pdfmetrics.registerFont(TTFont(name, path))
        known.add(name)
    except TTFError:
        pass
for line in sys.stdin:
    pdf = render(json.loads(line))
    sys.stdout.buffer.write(struct.pack(">I", len(pdf)) + pdf)
    sys.stdout.buffer.flush()
