"""Write the samples in `producers/`: the advert and the CV as real programs save and print them.

    python tests/data/make_producers.py     # needs LibreOffice and Chromium

The texts are those of `make_samples.py`. Nothing is downloaded.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from html import escape
from pathlib import Path

from make_samples import ADVERT, CV_LEFT, CV_NAME, CV_RIGHT, Block, html_body

HERE = Path(__file__).parent / "producers"
NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in [
        ("office", "office"), ("style", "style"), ("text", "text"), ("table", "table"),
        ("draw", "drawing"), ("fo", "xsl-fo-compatible"), ("svg", "svg-compatible"),
    ]
)  # fmt: skip
STYLES = """<office:automatic-styles>
<style:style style:name="H" style:family="paragraph" style:parent-style-name="Standard">
<style:text-properties fo:font-weight="bold" fo:font-size="13pt"/></style:style>
<style:style style:name="C" style:family="section"><style:section-properties>
<style:columns fo:column-count="2" fo:column-gap="0.6cm"/></style:section-properties></style:style>
<style:style style:name="N" style:family="table-column">
<style:table-column-properties style:column-width="6cm"/></style:style>
<style:style style:name="W" style:family="table-column">
<style:table-column-properties style:column-width="11cm"/></style:style>
<style:style style:name="F" style:family="graphic">
<style:graphic-properties draw:stroke="none"/></style:style>
<text:list-style style:name="L"><text:list-level-style-bullet text:level="1" text:bullet-char="•">
<style:list-level-properties text:space-before="0.2cm" text:min-label-width="0.5cm"/>
</text:list-level-style-bullet></text:list-style></office:automatic-styles>"""


def flat(body: str) -> str:
    """Return an OpenDocument text in one XML file."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {NAMESPACES} '
        'office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.text">'
        f"{STYLES}<office:body><office:text>{body}</office:text></office:body></office:document>"
    )


def blocks(content: list[Block]) -> str:
    parts = []
    for kind, value in content:
        if isinstance(value, list):
            parts.append(table([[paragraph(cell) for cell in row] for row in value], "N"))
        elif kind == "li":
            item = f"<text:list-item>{paragraph(value)}</text:list-item>"
            parts.append(f'<text:list text:style-name="L">{item}</text:list>')
        else:
            parts.append(paragraph(value, "H" if kind == "h" else "Standard"))
    return "".join(parts).replace('</text:list><text:list text:style-name="L">', "")


def paragraph(text: str, style: str = "Standard") -> str:
    return f'<text:p text:style-name="{style}">{escape(text)}</text:p>'


def table(rows: list[list[str]], *columns: str) -> str:
    styles = columns if len(columns) == len(rows[0]) else columns * len(rows[0])
    head = "".join(f'<table:table-column table:style-name="{style}"/>' for style in styles)
    written = "".join(
        "<table:table-row>"
        + "".join(f"<table:table-cell>{cell}</table:table-cell>" for cell in row)
        + "</table:table-row>"
        for row in rows
    )
    return f"<table:table>{head}{written}</table:table>"


def frame(left: float, width: float, body: str) -> str:
    return (
        '<text:p text:style-name="Standard"><draw:frame draw:style-name="F" '
        f'text:anchor-type="paragraph" svg:x="{left}cm" svg:y="0.2cm" svg:width="{width}cm">'
        f'<draw:text-box fo:min-height="12cm">{body}</draw:text-box></draw:frame></text:p>'
    )


NAME = paragraph(CV_NAME, "H")
LEFT, RIGHT = blocks(CV_LEFT), blocks(CV_RIGHT)
LIBREOFFICE = {
    "advert": (flat(blocks(ADVERT)), ["pdf", "docx", "odt", "rtf", "doc"]),
    "cv": (flat(NAME + table([[LEFT, RIGHT]], "N", "W") + paragraph("")),
           ["pdf", "docx", "odt", "rtf", "doc"]),
    "cv_columns": (flat(NAME + f'<text:section text:style-name="C" text:name="s">{LEFT}{RIGHT}'
                        "</text:section>"), ["pdf"]),
    "cv_frames": (flat(NAME + frame(0, 6, LEFT) + frame(6.4, 10.5, RIGHT)), ["docx", "rtf"]),
}  # fmt: skip

CSS = """@page{size:A4;margin:0} body{font:10.5pt/1.35 "DejaVu Sans",sans-serif;margin:0}
h1{font-size:22pt;margin:0} h2{font-size:13pt;margin:10px 0 4px} p{margin:2px 0}
ul{margin:2px 0;padding-left:16px} td{padding:2mm} """
LAYOUTS = {
    "advert": ("body{padding:15mm}", html_body(ADVERT)),
    "cv_sidebar": (
        ".w{display:flex;min-height:290mm} .s{width:62mm;background:#234;color:#fff;padding:8mm} "
        ".m{flex:1;padding:8mm}",
        f'<div class="w"><div class="s"><h1>{CV_NAME}</h1>{html_body(CV_LEFT)}</div>'
        f'<div class="m">{html_body(CV_RIGHT)}</div></div>',
    ),
    "cv_sidebar_right": (
        ".w{display:flex} .s{width:58mm;background:#eee;padding:6mm} .m{flex:1;padding:6mm}",
        f'<h1>{CV_NAME}</h1><div class="w"><div class="m">{html_body(CV_RIGHT)}</div>'
        f'<div class="s">{html_body(CV_LEFT)}</div></div>',
    ),
    "cv_grid": (
        "body{padding:12mm} .w{display:grid;grid-template-columns:1fr 1.6fr;gap:4mm}",
        f'<h1>{CV_NAME}</h1><div class="w"><div>{html_body(CV_LEFT)}</div>'
        f"<div>{html_body(CV_RIGHT)}</div></div>",
    ),
    "cv_three": (
        "body{padding:10mm} .w{display:grid;grid-template-columns:1fr 1fr 1fr;gap:6mm}",
        f'<h1>{CV_NAME}</h1><div class="w"><div>{html_body(CV_LEFT[:3])}</div>'
        f"<div>{html_body(CV_LEFT[3:7])}</div><div>{html_body(CV_LEFT[7:])}</div></div>"
        + html_body(CV_RIGHT),
    ),
    "cv_labels": (
        "body{padding:12mm} .r{display:grid;grid-template-columns:45mm 1fr;gap:5mm;margin:3mm 0} "
        ".r div:first-child{text-align:right;color:#069}",
        "".join(
            f'<div class="r"><div>{label}</div><div>{text}</div></div>'
            for label, text in [
                ("Imię i nazwisko", CV_NAME),
                ("Stanowisko", "Koordynatorka usług"),
                ("Główne obowiązki", "analiza wyników pomiarów i comiesięczne raporty o poziomie "
                 "usług dla odbiorców wewnętrznych, wyjaśnianie z dostawcami przyczyn opóźnień"),
                ("Pracodawca", "Łąka i Las S.A., branża przetwórstwa drewna"),
                ("Wykształcenie", "Politechnika w Kędzierzynie"),
            ]
        ),
    ),
}  # fmt: skip


def office(folder: Path) -> None:
    """Convert with LibreOffice, each sample in a few formats."""
    for name, (text, formats) in LIBREOFFICE.items():
        source = folder / f"{name}.libreoffice.fodt"
        source.write_text(text)
        for ending in formats:
            subprocess.run(
                ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
                 "--convert-to", ending, "--outdir", str(HERE), str(source)], check=True,
            )  # fmt: skip
    shutil.copy(folder / "advert.libreoffice.fodt", HERE)


def browser(folder: Path) -> None:
    """Print with Chromium."""
    for name, (css, body) in LAYOUTS.items():
        page = folder / f"{name}.html"
        page.write_text(
            f'<!doctype html><html lang="pl"><meta charset="utf-8"><style>{CSS}{css}</style>{body}'
        )
        subprocess.run(
            ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
             f"--user-data-dir={folder / 'chromium'}",
             f"--print-to-pdf={HERE / f'{name}.chromium.pdf'}", str(page)], check=True,
        )  # fmt: skip


if __name__ == "__main__":
    HERE.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        office(Path(scratch))
        browser(Path(scratch))
