"""Separator sheets: laid between letters before they are scanned, read by their code."""

import json
from collections.abc import Mapping

import segno
import typst

from debiet.rules.cases import Route
from debiet.rules.scans import separator_mark

SHEET = r"""
#set page(paper: "a4", margin: 20mm)
#set text(size: 22pt, lang: sys.inputs.language)
#set document(title: json(bytes(sys.inputs.sheets)).first().title)
#for sheet in json(bytes(sys.inputs.sheets)) {
  align(center)[
    #v(25mm)
    #heading(outlined: false, text(size: 34pt, sheet.title))
    #v(8mm)
    #sheet.words
    #v(15mm)
    #image(bytes(sheet.code), format: "svg", width: 90mm, alt: sheet.mark)
    #v(5mm)
    #text(size: 11pt, sheet.mark)
  ]
  pagebreak(weak: true)
}
"""


def separator_sheets(*, title: str, words: Mapping[Route, str], language: str) -> bytes:
    """Return a PDF with a separator sheet for each route.

    :param words: what the sheet of each route says to whoever lays it in
    """
    sheets = [
        {
            "title": title,
            "words": said,
            "mark": separator_mark(route),
            "code": segno.make(separator_mark(route), error="h").svg_inline(),
        }
        for route, said in words.items()
    ]
    inputs = {"sheets": json.dumps(sheets), "language": language}
    return bytes(typst.compile(SHEET.encode(), sys_inputs=inputs))
