"""Texts made to be scored are flagged; ordinary ones are not."""

from slmo_match import descriptors
from slmo_match.language.clean import clean
from slmo_match.language.statements import cut
from slmo_match.suspicion import suspicions

ADVERT = (
    "Szukamy koordynatorki usług sprzątania. Pilnujesz, czy ekipy przychodzą do biur na czas, "
    "zapisujesz opóźnienia, rozmawiasz z najemcami i co miesiąc przygotowujesz raport dla "
    "zarządcy. Oferujemy umowę o pracę, służbowy telefon i premię. Praca w Lublinie, od zaraz, "
    "w małym zespole, w którym każdy zna każdego."
)


def flags(text, lexicon):
    cleaned = clean(text).text
    return suspicions(cleaned, cut(cleaned, lexicon))


def test_an_ordinary_advert_is_not_suspicious(lexicon):
    assert flags(ADVERT, lexicon) == ()


def test_the_wording_of_several_descriptors_is_named(lexicon):
    levels = descriptors.default().levels
    found = flags(f"{ADVERT} {levels[5]} {levels[7]}", lexicon)
    assert found == ("holds the wording of the descriptors of levels 5, 7",)


def test_the_wording_is_found_in_capitals_too(lexicon):
    levels = descriptors.default().levels
    assert flags(f"{levels[5]} {levels[6]}".upper(), lexicon)


def test_one_descriptor_is_not_suspicious(lexicon):
    for text in descriptors.default().levels.values():
        assert flags(text, lexicon) == ()


def test_stuffed_keywords_are_named(lexicon):
    found = flags(ADVERT + " SLA" * 60, lexicon)
    assert len(found) == 1
    assert "'sla'" in found[0]


def test_a_short_text_may_repeat_itself(lexicon):
    assert flags("umowa umowa umowa umowa umowa umowa", lexicon) == ()
