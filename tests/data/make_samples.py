"""Write the samples of this folder: one advert and one CV in every format that is read.

    pip install reportlab pillow pikepdf && python tests/data/make_samples.py

The texts are invented. `advert.txt` and `cv.txt` hold what reading should give, line by line.
"""

from __future__ import annotations

import base64
import sys
import zipfile
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from html import escape
from pathlib import Path

HERE = Path(__file__).parent
FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"

Block = tuple[str, str | list[list[str]]]

ADVERT: list[Block] = [
    ("h", "Kierowniczka / Kierownik ds. poziomu usług"),
    ("p", "Żółta Wstążka Sp. z o.o. w Łodzi dba o windy, pralnie i źródła zasilania w trzydziestu "
          "szpitalach i hotelach. Szukamy osoby, która obejmie opiekę nad umowami serwisowymi."),
    ("h", "Zakres obowiązków"),
    ("li", "uzgadnianie z odbiorcami warunków umów o poziomie usług oraz wartości docelowych "
           "mierników, także tych, które dotyczą czasu usunięcia usterki"),
    ("li", "prowadzenie negocjacji z dostawcami, gdy świadczone usługi odbiegają od uzgodnionych"),
    ("li", "diagnozowanie przyczyn przekroczeń i ustalanie działań naprawczych"),
    ("li", "kwartalne przeglądy usług z udziałem działu jakości"),
    ("h", "Uzgodnione poziomy"),
    ("table", [["Usługa", "Czas reakcji", "Dostępność"],
               ["Windy szpitalne", "30 minut", "99,5 %"],
               ["Pralnia", "4 godziny", "97 %"]]),
    ("h", "Wymagania"),
    ("li", "pięć lat pracy z umowami serwisowymi"),
    ("li", "znajomość języka angielskiego"),
    ("p", "Oferujemy umowę o pracę, prywatną opiekę medyczną i dofinansowanie do żłobka. "
          "Zgłoszenia prosimy przesyłać do końca października."),
]  # fmt: skip

CV_NAME = "Świętosława Gżegżółka"
CV_LEFT: list[Block] = [
    ("h", "Dane kontaktowe"),
    ("p", "Kędzierzyn-Koźle"),
    ("p", "s.gzegzolka@przyklad.pl"),
    ("h", "Umiejętności"),
    ("li", "język niemiecki"),
    ("li", "arkusze kalkulacyjne"),
    ("li", "prowadzenie szkoleń"),
    ("h", "Zainteresowania"),
    ("li", "żeglarstwo śródlądowe"),
    ("li", "pszczelarstwo"),
]
CV_RIGHT: list[Block] = [
    ("h", "Doświadczenie zawodowe"),
    ("p", "2019 – obecnie Koordynatorka usług, Łąka i Las S.A."),
    ("li", "analizuję wyniki pomiarów i przygotowuję comiesięczne raporty o poziomie usług "
           "dla odbiorców wewnętrznych"),
    ("li", "wyjaśniam z dostawcami przyczyny opóźnień"),
    ("li", "proponuję usprawnienia w świadczeniu usług"),
    ("p", "2014–2019 Referentka, Źródło Sp. z o.o."),
    ("li", "rejestrowałam zgłoszenia i czasy ich załatwienia"),
    ("li", "prowadziłam rejestr umów"),
    ("h", "Wykształcenie"),
    ("p", "2009–2014 Politechnika w Kędzierzynie, zarządzanie"),
]  # fmt: skip
CV: list[Block] = [("h", CV_NAME), *CV_LEFT, *CV_RIGHT]


def plain_lines(blocks: list[Block]) -> Iterator[str]:
    """Give the lines that reading should give."""
    for kind, content in blocks:
        if isinstance(content, list):
            yield from (" | ".join(row) for row in content)
        else:
            yield ("• " if kind == "li" else "") + content


def plain(blocks: list[Block]) -> str:
    return "\n".join(plain_lines(blocks)) + "\n"


def markdown(blocks: list[Block]) -> str:
    lines = []
    for kind, content in blocks:
        if isinstance(content, list):
            header, *rows = (f"| {' | '.join(row)} |" for row in content)
            lines += [header, "|---" * len(content[0]) + "|", *rows, ""]
        else:
            lines.append({"h": "\n## ", "li": "* ", "p": "\n"}[kind] + content)
    return "\n".join(lines).replace("umów", "**umów**", 1) + "\n"


# --- HTML and what carries it -----------------------------------------------------------------


def html_body(blocks: list[Block]) -> str:
    parts: list[str] = []
    for kind, content in blocks:
        if isinstance(content, list):
            rows = "".join(
                "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>\n"
                for row in content
            )
            parts.append(f"<table>{rows}</table>")
        elif kind == "li":
            parts.append(f"<ul><li>{escape(content)}</li></ul>")
        else:
            tag = "h2" if kind == "h" else "p"
            parts.append(f"<{tag}>{escape(content)}</{tag}>")
    return "\n".join(parts).replace("</ul>\n<ul>", "\n")


def html(body: str, charset: str) -> str:
    return f"""<!DOCTYPE html>
<html lang="pl"><head><meta charset="{charset}"><title>Oferta – Portal Pracy</title>
<style>nav {{ color: red }}</style><script>window.dane = "nadzór nad usługami";</script></head>
<body><header class="top"><a href="/">Portal Pracy</a></header>
<nav><ul><li>Oferty</li><li>Pracodawcy</li><li>Zaloguj się</li></ul></nav>
<div id="cookie-banner">Używamy plików cookie, aby zapewniać najwyższą jakość usług.</div>
<main>{body}</main>
<section class="similar-offers"><h3>Podobne oferty</h3>
<ul><li>Kierowca kat. C, Łódź</li></ul></section>
<footer>© 2026 Portal Pracy. Regulamin świadczenia usług.</footer></body></html>
"""


def mhtml(page: str) -> bytes:
    lines = [
        "From: <Saved by Blink>", "Snapshot-Content-Location: https://portal.invalid/oferta",
        "Subject: =?utf-8?Q?Oferta_=E2=80=93_Portal_Pracy?=", "MIME-Version: 1.0",
        'Content-Type: multipart/related; type="text/html"; boundary="----granica----"', "",
        "------granica----", "Content-Type: text/html", "Content-Transfer-Encoding: base64",
        "Content-Location: https://portal.invalid/oferta", "",
        base64.encodebytes(page.encode()).decode().strip(), "", "------granica------", "",
    ]  # fmt: skip
    return "\r\n".join(lines).encode()


def mail(text: str, attached: Path | None) -> bytes:
    message = EmailMessage()
    message["From"] = "Rekrutacja <rekrutacja@przyklad.pl>"
    message["To"] = "kandydaci@przyklad.pl"
    message["MIME-Version"] = "1.0"
    if attached is None:
        subject, _, text = text.partition("\n")
        message["Subject"] = subject
        message.set_content(text, charset="iso-8859-2", cte="quoted-printable")
    else:
        message.set_content("\n")
        message.add_attachment(
            attached.read_bytes(), maintype="application", subtype="octet-stream",
            filename=("utf-8", "", "życiorys.pdf"),
        )  # fmt: skip
    return message.as_bytes()


# --- Office ----------------------------------------------------------------------------------

TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def docx_blocks(blocks: list[Block]) -> str:
    parts = []
    for kind, content in blocks:
        if isinstance(content, list):
            rows = "".join(
                "<w:tr>"
                + "".join(f"<w:tc><w:tcPr/>{docx_paragraph('p', c)}</w:tc>" for c in row)
                + "</w:tr>"
                for row in content
            )
            parts.append(f"<w:tbl><w:tblPr/><w:tblGrid/>{rows}</w:tbl>")
        else:
            parts.append(docx_paragraph(kind, content))
    return "".join(parts)


def docx_paragraph(kind: str, text: str) -> str:
    """Write a paragraph in two runs, as Word does at every change of spelling or style."""
    properties = {
        "li": '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>',
        "h": '<w:pPr><w:pStyle w:val="Heading1"/></w:pPr>',
    }.get(kind, "")
    half = len(text) // 2
    runs = (
        f'<w:r><w:t xml:space="preserve">{escape(t)}</w:t></w:r>'
        for t in (text[:half], text[half:])
    )
    return f"<w:p>{properties}{'<w:proofErr/>'.join(runs)}</w:p>"


def docx(body: str) -> dict[str, str]:
    return {
        "[Content_Types].xml": f'<Types xmlns="{TYPES}"/>',
        "word/document.xml": f'<?xml version="1.0"?><w:document {W} {MC}><w:body>{body}'
        "<w:sectPr/></w:body></w:document>",
    }


def docx_cv() -> str:
    """Lay the CV out as Word's templates do: the name in a text box, the columns in a table."""
    box = (
        "<w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent>{0}</w:txbxContent></mc:Choice>"
        "<mc:Fallback><w:txbxContent>{0}</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    ).format(docx_paragraph("p", CV_NAME))
    cells = "".join(f"<w:tc>{docx_blocks(side)}</w:tc>" for side in (CV_LEFT, CV_RIGHT))
    return f"{box}<w:tbl><w:tr>{cells}</w:tr></w:tbl>"


ODF = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"'
)


def odt_blocks(blocks: list[Block]) -> str:
    parts = []
    for kind, content in blocks:
        if isinstance(content, list):
            rows = "".join(
                "<table:table-row>"
                + "".join(
                    f"<table:table-cell><text:p>{escape(c)}</text:p></table:table-cell>"
                    for c in row
                )
                + "</table:table-row>"
                for row in content
            )
            parts.append(f"<table:table>{rows}</table:table>")
            continue
        words = escape(content).replace(" z ", " <text:span>z</text:span> ", 1)
        parts.append({
            "li": "<text:list><text:list-item>"
                  f"<text:p>{words}</text:p></text:list-item></text:list>",
            "h": f'<text:h text:outline-level="1">{words}</text:h>',
            "p": f"<text:p>{words}</text:p>",
        }[kind])  # fmt: skip
    return "".join(parts).replace("</text:list><text:list>", "")


def odt(body: str) -> dict[str, str]:
    return {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {ODF}>'
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>",
        "META-INF/manifest.xml": "<manifest/>",
    }


def odt_cv() -> str:
    box = f"<draw:text-box><text:p>{CV_NAME}</text:p></draw:text-box>"
    box = f"<text:p><draw:frame>{box}</draw:frame></text:p>"
    cells = "".join(
        f"<table:table-cell>{odt_blocks(side)}</table:table-cell>" for side in (CV_LEFT, CV_RIGHT)
    )
    return f"{box}<table:table><table:table-row>{cells}</table:table-row></table:table>"


def write_zip(path: Path, parts: dict[str, str | bytes]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(
                zipfile.ZipInfo(name, (2026, 11, 23, 12, 0, 0)), content, zipfile.ZIP_DEFLATED
            )


def rtf(blocks: list[Block]) -> bytes:
    """Write rich text as WordPad does: cp1250 bytes where they exist, else Unicode."""
    parts = [
        r"{\rtf1\ansi\ansicpg1250\deff0{\fonttbl{\f0\fswiss\fcharset238 Arial;}",
        r"{\f1\fnil\fcharset2 Symbol;}}",
        r"{\*\generator Riched20 10.0;}\viewkind4\uc1\f0\fs22",
    ]
    for kind, content in blocks:
        if isinstance(content, list):
            parts += [
                r"\trowd\cellx3000\cellx6000\cellx9000 "
                + "".join(rf"\pard\intbl {rtf_text(cell)}\cell" + "\n" for cell in row) + r"\row"
                for row in content
            ]  # fmt: skip
        elif kind == "li":
            sign = r"{\pntext\f1\'B7\tab}{\*\pn\pnlvlblt\pnf1\pnindent0{\pntxtb\'B7}}"
            parts.append(rf"\pard{sign}\fi-200\li200 {rtf_text(content)}\par")
        else:
            parts.append(rf"\pard {rtf_text(content)}\par")
    return ("\n".join(parts) + "\n}").encode("ascii")


def rtf_text(text: str) -> str:
    written = []
    for character in text:
        code = character.encode("cp1250", "ignore")
        if character.isascii():
            written.append(character)
        elif code:
            written.append(rf"\'{code[0]:02x}")
        else:
            written.append(rf"\u{ord(character)}?")
    return "".join(written)


# --- PDF -------------------------------------------------------------------------------------


def pdf_advert(path: Path) -> None:
    """Set the advert on two pages with running lines, wrapped and hyphenated."""
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(path), pagesize=(595, 842), invariant=1)
    page, y = 1, 0.0

    def begin_page() -> None:
        nonlocal y
        canvas.setFont("DejaVu", 8)
        canvas.drawString(60, 810, "Żółta Wstążka Sp. z o.o. – dział kadr")
        canvas.drawString(480, 30, f"Strona {page} z 2")
        y = 760

    begin_page()
    for number, (kind, content) in enumerate(ADVERT):
        if number == 7:
            canvas.showPage()
            page += 1
            begin_page()
        rows = content if isinstance(content, list) else [[content]]
        for row in rows:
            if len(row) > 1:
                for x, cell in zip((60, 230, 400), row, strict=True):
                    canvas.drawString(x, y, cell)
                y -= 15
            else:
                y = set_block(canvas, kind, row[0], 60, y, 470)
    canvas.save()


def set_block(canvas, kind: str, text: str, x: float, y: float, width: float) -> float:  # type: ignore[no-untyped-def]
    """Set a heading, an item or a paragraph; the second line ends within a word."""
    size = 12 if kind == "h" else 10
    canvas.setFont("DejaVu", size)
    if kind == "li":
        canvas.drawString(x, y, "•")
        x, width = x + 12, width - 12
    for line in wrapped(text, lambda t: canvas.stringWidth(t, "DejaVu", size) <= width):
        canvas.drawString(x, y, line)
        y -= 1.3 * size
    return y - 5


SYLLABLES = ("zasila-nia", "ob-sługi", "mierni-ków", "dofinansowa-nie", "medycz-ną",
             "wewnętrz-nych",
             "usu-nięcia", "szpita-lach", "usłu-gi", "pozio-mie", "uzgod-nionych")  # fmt: skip


def wrapped(text: str, fits: Callable[[str], bool]) -> Iterator[str]:
    line = ""
    for word in text.split():
        if not line or fits(f"{line} {word}"):
            line = f"{line} {word}".strip()
            continue
        for syllables in SYLLABLES:
            head, _, tail = syllables.partition("-")
            if word.startswith(head + tail) and fits(f"{line} {head}-"):
                yield f"{line} {head}-"
                line = word[len(head) :]
                break
        else:
            yield line
            line = word
    yield line


class Recorder:
    """Stands in for a canvas and keeps what is drawn, so that it can be drawn in another order."""

    def __init__(self, canvas) -> None:  # type: ignore[no-untyped-def]
        self.canvas, self.size, self.drawn = canvas, 10.0, []

    def setFont(self, _: str, size: float) -> None:  # noqa: N802
        self.size = size

    def stringWidth(self, text: str, font: str, size: float) -> float:  # noqa: N802
        return float(self.canvas.stringWidth(text, font, size))

    def drawString(self, x: float, y: float, text: str) -> None:  # noqa: N802
        self.drawn.append((x, y, text, self.size))


def pdf_cv(path: Path) -> None:
    """Set the CV in two columns and draw it row by row, as many programs do."""
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(path), pagesize=(595, 842), invariant=1)
    recorder = Recorder(canvas)
    set_block(recorder, "h", CV_NAME, 50, 790, 500)
    for blocks, x, width in ((CV_LEFT, 50, 140), (CV_RIGHT, 220, 325)):
        y = 750.0
        for kind, content in blocks:
            assert isinstance(content, str)
            y = set_block(recorder, kind, content, x, y, width)
    for x, y, text, size in sorted(recorder.drawn, key=lambda item: (-item[1], item[0])):
        canvas.setFont("DejaVu", size)
        canvas.drawString(x, y, text)
    canvas.save()


def pdf_scan(path: Path) -> None:
    """Put a picture of words on a page without a text layer."""
    import io

    from PIL import Image, ImageDraw, ImageFont
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    picture = Image.new("1", (1240, 500), 1)
    font = ImageFont.truetype(FONT, 36)
    lines = "\n".join(
        ["Zakres obowiązków:", "uzgadnianie z odbiorcami warunków umów", "o poziomie usług."]
    )
    ImageDraw.Draw(picture).text((80, 80), lines, font=font, fill=0)
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    canvas = Canvas(str(path), pagesize=(595, 240), invariant=1)
    canvas.drawImage(ImageReader(buffer), 0, 0, 595, 240)
    canvas.save()


def pdf_form(path: Path) -> None:
    """Type the duties into a form."""
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(path), pagesize=(595, 842), invariant=1)
    canvas.drawString(50, 700, "Formularz kandydata. Obecne zadania:")
    canvas.acroForm.textfield(
        name="zadania", value="Nadzor nad serwisem wind", x=50, y=650, width=300, height=20
    )
    canvas.save()


def lock(path: Path) -> None:
    """Encrypt a PDF, with a password to open it and with one that only forbids changes."""
    import pikepdf

    for name, user, strength, aes in (
        ("locked_aes256", "tajne", 6, True),
        ("locked_rc4", "tajne", 3, False),
        ("owner", "", 6, True),
    ):
        with pikepdf.open(path) as document:
            encryption = pikepdf.Encryption(
                user=user, owner="biuro", R=strength, aes=aes, metadata=aes
            )
            document.save(HERE / f"{name}.pdf", encryption=encryption)


def main() -> None:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    pdfmetrics.registerFont(TTFont("DejaVu", FONT))
    pdf_advert(HERE / "advert.pdf")
    pdf_cv(HERE / "cv.pdf")
    pdf_scan(HERE / "scan.pdf")
    pdf_form(HERE / "form.pdf")
    lock(HERE / "advert.pdf")
    for name, blocks in (("advert", ADVERT), ("cv", CV)):
        text, page = plain(blocks), html(html_body(blocks), "windows-1250")
        (HERE / f"{name}.txt").write_text(text)
        (HERE / f"{name}.cp1250.txt").write_bytes(text.encode("cp1250"))
        (HERE / f"{name}.md").write_text(markdown(blocks))
        (HERE / f"{name}.html").write_bytes(page.encode("cp1250"))
        (HERE / f"{name}.mhtml").write_bytes(mhtml(html(html_body(blocks), "utf-8")))
        (HERE / f"{name}.rtf").write_bytes(rtf(blocks))
        write_zip(HERE / f"{name}.zip", {f"dokumenty/{name}.txt": text.encode("cp1250")})
    write_zip(HERE / "advert.docx", docx(docx_blocks(ADVERT)))
    write_zip(HERE / "cv.docx", docx(docx_cv()))
    write_zip(HERE / "advert.odt", odt(odt_blocks(ADVERT)))
    write_zip(HERE / "cv.odt", odt(odt_cv()))
    (HERE / "advert.eml").write_bytes(mail(plain(ADVERT).replace("•", "-").replace("–", "-"), None))
    (HERE / "cv.eml").write_bytes(mail("", HERE / "cv.pdf"))
    outlook_mails()


def outlook_mails() -> None:
    """Write the advert as a mail, and the CV attached to one."""
    sys.path.insert(0, str(HERE.parent))
    import outlook

    subject, _, body = plain(ADVERT).partition("\n")
    (HERE / "advert.msg").write_bytes(outlook.message(subject, body))
    attached = [("życiorys.pdf", (HERE / "cv.pdf").read_bytes())]
    (HERE / "cv.msg").write_bytes(outlook.message("", "", attached))


if __name__ == "__main__":
    main()
