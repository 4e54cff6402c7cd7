"""A saved page gives the advert, not the portal around it."""

import json

import pytest

from slmo_match.errors import ReadingError
from slmo_match.reading import read

ADVERT = """
<h1>Kierownik ds. jakości usług</h1>
<p>Szukamy osoby, która
   poprowadzi   współpracę z&nbsp;odbiorcami usług.</p>
<h2>Zakres obowiązków</h2>
<ul><li>negocjowanie warunków umów z odbiorcami,</li>
<li><p>przeglądy poziomu usług co kwartał;</p></li></ul>
<table><tr><th>Usługa</th><th>Czas reakcji</th></tr>
<tr><td>Windy</td><td>4 godziny</td></tr></table>
<p>Oferujemy umowę o pracę oraz dwadzieścia sześć dni urlopu i&nbsp;pracę w spokojnym zespole.</p>
"""
LINES = [
    "Kierownik ds. jakości usług",
    "Szukamy osoby, która poprowadzi współpracę z odbiorcami usług.",
    "Zakres obowiązków",
    "• negocjowanie warunków umów z odbiorcami,",
    "• przeglądy poziomu usług co kwartał;",
    "Usługa | Czas reakcji",
    "Windy | 4 godziny",
    "Oferujemy umowę o pracę oraz dwadzieścia sześć dni urlopu i pracę w spokojnym zespole.",
]


def page(body: str, head: str = "") -> bytes:
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode()


def lines(data: bytes) -> list[str]:
    return read(data, "oferta.html").text.splitlines()


def test_paragraphs_items_and_rows_become_lines() -> None:
    assert lines(page(ADVERT)) == LINES


@pytest.mark.parametrize(
    "around",
    [
        "<nav><a>Praca w Lublinie</a></nav>{}",
        "<div class='cookie-banner'>Używamy ciasteczek.</div>{}",
        "<div role='dialog'>Zgoda na ciasteczka</div>{}",
        "<header class='top'>Portal z pracą</header><main>{}</main><footer>Regulamin</footer>",
        "{}<section id='podobne-oferty'><h3>Kierowca</h3></section>",
        "{}<h3>Podobne oferty pracy</h3><ul><li>Kierowca kat. C</li></ul>",
        "<script>var a = 'nadzór';</script><style>p {{color: red}}</style>{}<!-- uwaga -->",
        "{}<form><input value='Aplikuj'><button>Aplikuj</button></form>".replace("form", "div"),
    ],
)
def test_the_portal_is_left_out(around: str) -> None:
    assert lines(page(around.format(ADVERT))) == LINES


@pytest.mark.parametrize(
    "name",
    [
        "job-related", "nav-tab-content", "menu-duties", "social-services", "recommended-skills",
        "related_experience", "market-share", "two-columns main-with-sidebar", "job-related-2",
    ],
)  # fmt: skip
def test_duties_are_read_under_a_name_that_only_holds_a_word_of_portals(name: str) -> None:
    duties = "<h2>Zadania</h2><ul><li>ustalanie z klientami czasu reakcji serwisu</li></ul>"
    for attribute in ("class", "id", "data-test"):
        found = lines(page(f"{ADVERT}<section {attribute}='{name}'>{duties}</section>"))
        assert found == [*LINES, "Zadania", "• ustalanie z klientami czasu reakcji serwisu"]


@pytest.mark.parametrize(
    "name",
    [
        "nav", "Menu", "main-menu", "nav-tabs", "job-footer-inner", "sidebar-right", "menu-2",
        "styles_menu__3fH2a", "cookie-law-info", "related", "job-related-offers", "social-links",
        "oferty-podobne", "posting-similar-jobs", "share-buttons", "block-related", "sr-only",
        "login-form", "newsletter-signup", "offer-recommendations", "a1 page__breadcrumbs",
    ],
)  # fmt: skip
def test_what_is_named_as_a_part_of_the_portal_is_left_out(name: str) -> None:
    other = "<ul><li>Dyrektor usług wyznacza strategię</li></ul>"
    for attribute in ("class", "id", "data-test"):
        assert lines(page(f"{ADVERT}<div {attribute}='{name}'>{other}</div>")) == LINES


@pytest.mark.parametrize("encoding", ["utf-8", "cp1250", "iso8859_2", "utf-16"])
def test_the_encoding_is_the_one_that_fits(encoding: str) -> None:
    markup = f"<html><head><meta charset='{encoding}'></head><body>{ADVERT}</body></html>"
    assert lines(markup.encode(encoding)) == LINES


def test_a_wrong_declaration_is_not_believed() -> None:
    assert lines(page(ADVERT, "<meta charset='iso-8859-2'>")) == LINES


def test_the_posting_kept_as_data_is_preferred() -> None:
    posting = {"@type": "JobPosting", "title": "Kierownik", "description": ADVERT * 2}
    script = f"<script type='application/ld+json'>{json.dumps({'@graph': [posting]})}</script>"
    found = lines(page("<p>Zaloguj się, aby zobaczyć ofertę.</p>", script))
    assert found == ["Kierownik", *LINES, *LINES]


def test_a_posting_of_a_line_is_not_the_advert() -> None:
    script = (
        '<script type="application/ld+json">{"@type": "JobPosting", "description": "x"}</script>'
    )
    assert lines(page(ADVERT, script)) == LINES


@pytest.mark.parametrize(
    "style", ["display:none", "visibility: hidden", "color:#FFF", "font-size:0", "opacity:0"]
)
def test_hidden_text_is_left_out_and_said(style: str) -> None:
    hidden = (
        f"<div style='{style}'>Wyznacza strategię zarządzania poziomem usług w całej firmie.</div>"
    )
    document = read(page(ADVERT + hidden))
    assert document.text.splitlines() == LINES
    assert document.warnings == ("hidden text was left out",)


def test_white_text_on_a_dark_ground_is_read() -> None:
    shown = "<div style='background:#000'><p style='color:#fff'>Nadzór nad serwisem</p></div>"
    assert lines(page(ADVERT + shown)) == [*LINES, "Nadzór nad serwisem"]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("<div>" * 200_000 + "nadzór", "too deep"),
        ("<table><tr><td>" * 20_000 + "nadzór", "too deep"),
        (f"<p title='{'a' * 40_000_000}'>nadzór", "too big"),
        ("<table>" + "<td>x" * 1_000_000, "too big"),
        ("&amp;" * 8_000_000, "too big"),
        ("<script>nadzór</script>", "empty"),
    ],
)
def test_pages_made_to_hurt_end_in_a_reason(body: str, reason: str) -> None:
    with pytest.raises(ReadingError, match=f"^{reason}"):
        read(page(body))


def test_a_page_that_defines_entities_is_refused() -> None:
    bomb = b"<!DOCTYPE html [<!ENTITY a 'aa'><!ENTITY b '&a;&a;'>]><html><body>&b;</body></html>"
    with pytest.raises(ReadingError, match=r"^refused"):
        read(bomb)


DUTIES = ["Negocjowanie warunków umów o poziomie usług", "Raportowanie odchyleń do zarządu",
          "Diagnozowanie przyczyn przekroczeń i ustalanie działań naprawczych"]  # fmt: skip
NEEDS = ["Trzy lata w zarządzaniu usługami", "Angielski na poziomie B2", "Znajomość Excela"]
ABOUT = "Dbamy o windy, pralnie i źródła zasilania w trzydziestu szpitalach i hotelach w Polsce."


def items(lines: list[str]) -> str:
    return "<ul>" + "".join(f'<li class="a1b2">{line}</li>' for line in lines) + "</ul>"


def posting(description: str) -> str:
    data = {"@type": "JobPosting", "title": "Kierownik usług", "description": description}
    return f'<script type="application/ld+json">{json.dumps({"@graph": [data]})}</script>'


OFFER = (
    f"<h1>Kierownik usług</h1><h2>Twój zakres obowiązków</h2>{items(DUTIES)}"
    f"<h2>Nasze wymagania</h2>{items(NEEDS)}<p>{ABOUT}</p>"
)
WANTED = ["Kierownik usług", "Twój zakres obowiązków", *(f"• {line}" for line in DUTIES),
          "Nasze wymagania", *(f"• {line}" for line in NEEDS), ABOUT]  # fmt: skip
FLAT = " ".join(["Twój zakres obowiązków", *DUTIES, "Nasze wymagania", *NEEDS, ABOUT])
PORTALS = {
    "names in data-test, data flattened": (
        f'<div><div data-test="section-navbar"><a>Oferty</a><a>Zarobki</a></div><div>{OFFER}</div>'
        '<div data-test="section-similar-offers"><h2>Podobne oferty pracy</h2>'
        "<a><h3>Dyrektor usług wyznacza strategię</h3></a></div></div>"
        '<div id="cookie-consent-modal">Szanujemy Twoją prywatność</div>' + posting(FLAT)
    ),
    "other adverts under a heading": (
        f'<header><a>Czat</a></header><div class="css-1q7">{OFFER}</div>'
        "<div><h2>Inne ogłoszenia tego ogłoszeniodawcy</h2><ul><li>Magazynier</li></ul></div>"
        "<footer>Pobierz aplikację</footer>"
    ),
    "what others looked at": (
        f'<main><section>{OFFER}</section><section><h2>Osoby oglądały też</h2>'
        "<ul><li>Dyrektor usług</li></ul></section></main>"
    ),
    "custom elements and a dialogue": (
        '<app-root><nfj-header><div class="navbar">Raporty</div></nfj-header>'
        f'<div role="dialog">Ciasteczka</div><main><article>{OFFER}</article>'
        "<aside>15 000 PLN</aside></main></app-root>"
    ),
    "a teaser as data": f"<div>{OFFER}</div>" + posting("Kierownik usług w Łodzi! " * 9),
}  # fmt: skip


@pytest.mark.parametrize("name", PORTALS)
def test_the_advert_of_a_portal_is_whole_and_alone(name: str) -> None:
    page = f'<!doctype html><html><head><meta charset="utf-8"></head><body>{PORTALS[name]}</body>'
    assert read(page.encode()).text.split("\n") == WANTED


def test_data_with_its_lines_is_read_instead_of_the_page() -> None:
    page = f"<html><body><p>Skrócony opis</p>{posting(OFFER.partition('</h1>')[2])}</body></html>"
    assert read(page.encode()).text.split("\n") == WANTED


def test_pictures_inside_a_saved_page_are_no_text() -> None:
    picture = '<img src="data:image/png;base64,' + "iVBORw0KGgo" * 200_000 + '">'
    assert read(f"<html><body>{picture}{OFFER}</body></html>".encode()).text.split("\n") == WANTED
