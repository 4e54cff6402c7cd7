"""Web pages: the advert without the portal around it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from slmo_match.errors import ReadingError
from slmo_match.reading.document import Document, Source
from slmo_match.reading.lines import Lines
from slmo_match.reading.text import decode

_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
_OWN_REPORT = b'<meta name="generator" content="slmo-match'
_XML_PROLOGUE = re.compile(r"\A\s*<\?xml[^>]*\?>")
_MOST_TAGS = 500_000
_MOST_ENTITIES = 3_000_000
_LONGEST_TAG = 1_000_000  # characters: an attribute beyond is no page
# pictures and fonts that programs write into the page that they save
_INLINED = re.compile(r"data:[\w/+.;=-]{0,100};base64,[A-Za-z0-9+/=%\s]{200,}")


def _words(words: str) -> frozenset[str]:
    return frozenset(words.split())


_BLOCKS = _words(
    "address article aside blockquote body caption center dd details div dl dt fieldset figcaption "
    "figure footer form h1 h2 h3 h4 h5 h6 header hr legend li main nav ol p pre section summary "
    "table tbody td tfoot th thead tr ul"
)
_SILENT = _words(
    "script style template noscript svg math iframe object embed canvas audio video head select "
    "button input textarea nav footer aside dialog menu map datalist"
)
_NEVER = _words("script style template svg math iframe object embed canvas head noscript")
_SILENT_ROLES = _words(
    "navigation banner contentinfo dialog alertdialog search complementary menu menubar"
)
# what portals call the parts of a page that are not the advert: a name with one of these words,
_PORTAL = _words("cookie cookies consent gdpr navbar breadcrumb breadcrumbs newsletter")
# one that but for words of layout ends in one of these ("job-footer-inner", not "menu-duties"),
_FURNITURE = _words(
    "nav navigation menu footer sidebar popup banner login skip similar podobne polecane "
    "recommendations"
)
# or in one of these, if all before it or some after it are words of layout ("job-related-offers",
# not "job-related")
_ABOUT_OTHERS = _words("related recommend recommended recommendation share social")
_LAYOUT = _words(
    "adverts area bar block bottom box button buttons card cards column container desktop form "
    "global group icons inner item items jobs layout left link links list listings main media "
    "mobile modal offers oferty ogloszenia outer overlay page panel posts primary right row "
    "secondary section site tabs title top widget wrap wrapper"
)
_BESIDE = _words("has with no without")  # "main-with-sidebar" is no sidebar
_UNSEEN = _words("sr-only visually-hidden")
_NAMING = ("class", "id", "data-test", "data-testid", "data-cy")
_OTHER_OFFERS = re.compile(
    r"\s*(?:(?:podobne|inne|polecane|zobacz (?:też|także|również|inne|podobne)|"
    r"sprawdź (?:też|inne)|"
    r"ostatnio oglądane|te oferty|może cię zainteresować)\b.{0,40}"
    r"(?:ofert|ogłosze|prac|zainteres|stanowisk)|similar (?:jobs|offers)|related jobs|"
    r"(?:osoby|inni|użytkownicy|kandydaci)\b.{0,40}\b(?:oglądal|przegląda|sprawdzal|ogląda[łl]|sprawdza[łl])|"
    r"(?:people|others) also viewed|more jobs)",
    re.IGNORECASE,
)
_HIDDEN_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0(?![.\d])|font-size\s*:\s*0(?![.\d])|text-indent\s*:\s*-\d{3,}|(?:left|top)\s*:\s*-\d{3,}px",
    re.IGNORECASE,
)
_WHITE = re.compile(
    r"(?<![-\w])color\s*:\s*(?:#fff(?:fff)?\b|white\b|rgb\(\s*255\s*,\s*255\s*,\s*255)",
    re.IGNORECASE,
)
_FEWEST = 200  # characters: an advert is longer
_FEWEST_LINES, _LONGEST_LINE = 3, 400  # of an advert with its lines; characters on average
_WHOLE = 0.8  # share of an advert that a page must show to be read instead
_HIDDEN_WORTH_SAYING = 40


def read(source: Source) -> Document:
    """Read a web page.

    Raises
    ------
    ReadingError
        ``refused``: a page that defines entities, or a report of this program; ``too big``: too
        many tags.
    """
    text, warnings = page_text(source.data)
    return Document(source.name, text, (), "html", warnings)


def page_text(data: bytes, declared: str = "") -> tuple[str, tuple[str, ...]]:
    """Return the text of a page, and the warnings.

    Parameters
    ----------
    data : bytes
    declared : str, optional
        Encoding that the carrier of the page names.

    Raises
    ------
    ReadingError
        As `read`.
    """
    if _OWN_REPORT in data[:4096]:
        raise ReadingError("refused: a report of slmo-match, which is no document to assess")
    found = _CHARSET.search(data[:4096])
    markup, warnings = decode(data, declared or (found.group(1).decode() if found else ""))
    root = _tree(markup)
    if root is None:
        return "", warnings
    visible = _visible(root)
    advert = _job_posting(root)
    if advert and (_has_lines(advert) or len(visible) < _WHOLE * len(advert)):
        return advert, warnings
    return visible, warnings + _hidden_warning(root)


def _has_lines(advert: str) -> bool:
    """Tell an advert with its paragraphs and lists from one that was flattened for machines."""
    return advert.count("\n") >= _FEWEST_LINES and len(advert) < _LONGEST_LINE * advert.count("\n")


def _tree(markup: str) -> etree._Element | None:
    """Parse a page after a look at what it would cost."""
    if "<!ENTITY" in markup[:100_000].upper():
        raise ReadingError("refused: the page defines entities")
    if markup.count("<") > _MOST_TAGS:
        raise ReadingError(f"too big: more than {_MOST_TAGS:,} tags")
    if markup.count("&") > _MOST_ENTITIES:
        raise ReadingError(f"too big: more than {_MOST_ENTITIES:,} entities")
    markup = _INLINED.sub("", markup) if "base64," in markup else markup
    if any(len(part) > _LONGEST_TAG for part in re.findall(r"<[a-zA-Z][^>]*", markup)):
        raise ReadingError("too big: a tag of more than a million characters")
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, remove_pis=True, remove_comments=True
    )
    try:
        root = etree.fromstring(_XML_PROLOGUE.sub("", markup).encode(), parser)
    except etree.LxmlError:
        return None
    if any("Excessive depth" in error.message for error in parser.error_log):
        raise ReadingError("too deep: tags inside each other beyond any page")
    return root


def _visible(root: etree._Element) -> str:
    """Return the text of the advert; of the whole page where that would leave nothing."""
    whole = _text(root, everything=True)
    for part in (*_main_parts(root), root):
        text = _text(part, everything=False)
        if len(text) >= min(_FEWEST, len(whole) / 2):
            return text
    return whole


def _main_parts(root: etree._Element) -> Iterator[etree._Element]:
    yield from root.iter("main")
    yield from (part for part in root.iter("div", "section") if part.get("role") == "main")
    articles = list(root.iter("article"))
    if len(articles) == 1:
        yield articles[0]


def _text(root: etree._Element, *, everything: bool) -> str:
    """Walk over a tree without recursion and write its lines."""
    lines = Lines()
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        if event == "start" and _is_silent(element, everything=everything):
            walk.skip_subtree()
        elif event == "start":
            if not everything and _opens_other_offers(element):
                break
            _open(element, lines)
        else:
            if element.tag in _BLOCKS and element.tag not in ("td", "th"):
                lines.end()
            if element is not root:
                lines.write(element.tail or "")
    return lines.text()


def _open(element: etree._Element, lines: Lines) -> None:
    tag = element.tag
    if tag in ("td", "th"):
        lines.cell()
    elif tag == "li":
        lines.item()
    elif tag in _BLOCKS or tag == "br":
        lines.end()
    lines.write(element.text or "", keep_breaks=tag == "pre")


def _is_silent(element: etree._Element, *, everything: bool) -> bool:
    """Tell the parts of a page that are not read."""
    tag = element.tag
    if tag in _NEVER or _is_hidden(element):
        return True
    if everything or tag in ("html", "body", "main", "article"):
        return False
    names = " ".join(element.get(attribute, "") for attribute in _NAMING).lower().split()
    if tag == "header" or any(map(_is_portal, names)):
        return element.find(".//h1") is None
    return tag in _SILENT or element.get("role", "").lower() in _SILENT_ROLES


def _is_portal(name: str) -> bool:
    """Tell the name of a part of the portal from one that only holds such a word."""
    words = [word for word in re.split("[_-]+", name) if word.isalpha()]
    if name in _UNSEEN or not _PORTAL.isdisjoint(words):
        return True
    count = len(words)
    while words and words[-1] in _LAYOUT:
        words.pop()
    if not words or not _BESIDE.isdisjoint(words):
        return False
    *before, last = words
    return last in _FURNITURE or (
        last in _ABOUT_OTHERS and (len(words) < count or _LAYOUT.issuperset(before))
    )


def _is_hidden(element: etree._Element) -> bool:
    if "hidden" in element.attrib or element.get("aria-hidden") == "true":
        return True
    style = element.get("style", "")
    return bool(style and (_HIDDEN_STYLE.search(style) or _is_white(element, style)))


def _is_white(element: etree._Element, style: str) -> bool:
    """Tell white text on what must be a white page."""
    if not _WHITE.search(style):
        return False
    above = (element, *element.iterancestors())
    return not any(e.get("bgcolor") or "background" in e.get("style", "") for e in above)


def _opens_other_offers(element: etree._Element) -> bool:
    """Tell the heading above other adverts: nothing after it belongs to this one."""
    if element.tag not in ("h2", "h3", "h4", "h5"):
        return False
    return bool(_OTHER_OFFERS.match(_inside(element)[:200]))


def _inside(element: etree._Element) -> str:
    return "".join(map(str, element.itertext()))


def _hidden_warning(root: etree._Element) -> tuple[str, ...]:
    """Say that text was left out that a reader of the page does not see."""
    for element in root.iter("p", "div", "span", "li", "section", "font"):
        if element.get("style") and _is_hidden(element):
            words = " ".join(_inside(element).split())
            if len(words) > _HIDDEN_WORTH_SAYING:
                return ("hidden text was left out",)
    return ()


def _job_posting(root: etree._Element) -> str:
    """Return the advert that a page holds as data (schema.org JobPosting), if it is whole."""
    for script in root.iter("script"):
        if "ld+json" not in script.get("type", "").lower():
            continue
        try:
            data = json.loads((script.text or "").strip().rstrip(";"), strict=False)
        except (ValueError, RecursionError):
            continue
        for item in _postings(data):
            text = _posting_text(item)
            if len(text) >= _FEWEST:
                return text
    return ""


def _postings(data: Any) -> Iterator[dict[str, Any]]:
    waiting = [data]
    while waiting:
        item = waiting.pop()
        if isinstance(item, list):
            waiting.extend(reversed(item))
        elif isinstance(item, dict):
            kinds = item.get("@type", "")
            if "JobPosting" in (kinds if isinstance(kinds, list) else [kinds]):
                yield item
            waiting.extend(value for key, value in item.items() if key in ("@graph", "mainEntity"))


def _posting_text(item: dict[str, Any]) -> str:
    parts: list[str] = []
    for field in ("title", "description", "responsibilities", "qualifications", "skills"):
        value = item.get(field)
        values = value if isinstance(value, list) else [value]
        written = "<br>".join(value for value in values if isinstance(value, str) and value.strip())
        text = _fragment(written)
        if text and not any(text in part for part in parts):
            parts.append(text)
    return "\n".join(parts)


def _fragment(markup: str) -> str:
    """Return the text of a piece of markup, escaped once or twice as portals do."""
    if "&lt;" in markup and "<" not in markup:
        markup = markup.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    if "<" not in markup and "&" not in markup:
        return markup.strip()
    root = _tree(f"<body>{markup}</body>")
    return "" if root is None else _text(root, everything=True)
