"""Texts that were flattened to one line without marks are cut where duties begin."""

import pickle

import numpy as np
import pytest

from slmo_match.language import boundaries
from slmo_match.language.boundaries import features
from slmo_match.language.statements import TOKEN, cut, places
from slmo_match.training import boundaries as training
from slmo_match.training.boundaries import examples, find_places, learn, read_windows
from slmo_match.training.corpus import CorpusError, Document, read_banks, read_voices

FLAT = (
    "obsługa recepcji biurowca i wydawanie kart dostępu zamawianie materiałów biurowych dla całego "
    "piętra prowadzenie rejestru przyjazdów serwisu wind wraz z godzinami z umowy rozliczanie "
    "faktur za sprzątanie i ochronę kontakt z najemcami w sprawach bieżących"
)


def statements_of(text, lexicon):
    return [text[s.start : s.end] for s in cut(text, lexicon)]


def test_duties_that_run_together_are_parted(lexicon):
    found = statements_of(FLAT, lexicon)
    assert "prowadzenie rejestru przyjazdów serwisu wind wraz z godzinami z umowy" in found
    assert any(statement.startswith("rozliczanie faktur") for statement in found)


def test_a_sentence_is_not_cut_between_its_words(lexicon):
    sentence = (
        "Osoba zatrudniona na tym stanowisku będzie codziennie sprawdzać w systemie dyspozytora, "
        "czy wszystkie kursy miejskiej linii zostały wykonane w godzinach z rozkładu zamówionego "
        "przez gminę."
    )
    assert statements_of(sentence, lexicon) == [sentence[:-1]]


def test_only_places_without_a_mark_before_them_are_asked_about(lexicon):
    text = "nadzór nad windami; kontrola (co tydzień) dostaw 24 godziny"
    starts = [text[start:].split()[0] for start, _ in places(text, lexicon)]
    assert starts == ["nad", "windami;", "tydzień)", "dostaw", "godziny"]


def test_features_name_the_words_on_both_sides(lexicon):
    names = set(features(dict(places("rejestr awarii nadzór", lexicon))[15]))
    assert {"2 lemma awaria", "3 lemma nadzorować", "2 ends in ii", "3 ends in zór"} <= names
    assert {"1 ends in tr"} <= names
    assert "1 ends in str" not in names  # looked at less closely


def test_the_quick_way_is_the_sum_over_the_features(lexicon):
    text = f"{FLAT} 24 godziny) Kontrola DOSTAW"
    tokens = list(TOKEN.finditer(text))
    forms = [token.group() for token in tokens]
    words = [lexicon.look_up(form) if form[0].isalpha() else None for form in forms]
    seen = [boundaries.seen(form, word) for form, word in zip(forms, words, strict=True)]
    found = dict(zip([t.start() for t in tokens], boundaries.log_odds(seen), strict=True))
    window = boundaries._shipped()
    arrays, columns = window.arrays, {name: i for i, name in enumerate(window.names)}
    weights = arrays["weights"] * arrays["scales"]
    asked = list(places(text, lexicon))
    assert len(asked) > 30
    for start, place in asked:
        sums = weights[[columns[name] for name in features(place) if name in columns]].sum(axis=0)
        units = np.maximum(sums + arrays["intercepts"], 0)
        expected = (units @ arrays["last"] + arrays["offset"]).item()
        assert found[start] == pytest.approx(expected, rel=1e-4, abs=1e-4)


def test_a_text_without_words_has_no_places():
    assert boundaries.log_odds([]).shape == (0,)


def test_line_breaks_count_as_nothing():
    assert boundaries.seen("\n", None) == boundaries.place_at([], 0)[0]


def test_a_window_is_read_as_it_was_written():
    window = boundaries._shipped()
    again = boundaries.Window.from_state(window.state())
    assert list(again.names) == list(window.names)
    words = [("nadzór", "nadzorować", 1), ("24", "", -1)]
    assert again.log_odds(words).tolist() == window.log_odds(words).tolist()


HEADS = {"v01": "nadzór nad", "v02": "prowadzenie", "v03": "zamawianie", "v04": "rozliczanie"}


def write_voice(path, name):
    things = ("serwisem wind", "rejestru awarii", "materiałów biurowych", "faktur za ochronę")
    heads = ("kontrola", "przyjmowanie", HEADS[name])
    lines = [f"- own | {head} {thing}" for head in heads for thing in things]
    blocks = [
        "\n".join([f"# {name}-{k:03} | advert | biuro | level 1 | traps: -", *lines])
        for k in range(12)
    ]
    (path / f"{name}.txt").write_text("\n\n".join(blocks) + "\n", encoding="utf-8")


@pytest.fixture(scope="module")
def models(tmp_path_factory):
    models = tmp_path_factory.mktemp("models")
    voices, bank = models / "corpus" / "voices", models / "corpus" / "bank"
    voices.mkdir(parents=True)
    bank.mkdir()
    (bank / "all.txt").write_text("- own | układanie tonerów\n" * 20, encoding="utf-8")
    for name in HEADS:
        write_voice(voices, name)
    return models


def test_learning_tells_beginnings_from_other_places(models, lexicon):
    corpus = models / "corpus"
    documents = list(read_voices(corpus))
    window = learn(find_places(documents, list(read_banks(corpus))), without=["v01"])
    odds = {True: [], False: []}
    for place, begins in examples(documents[0].lines, lexicon):
        odds[begins].append(window.log_odds(place)[boundaries.REACH])
    assert min(odds[True]) > max(odds[False])


def test_every_voice_gets_a_window_that_has_not_seen_it(models, monkeypatch, lexicon):
    shipped = models / "boundaries.npz"
    monkeypatch.setattr(training, "_SHIPPED", shipped)
    training.main(str(models))
    windows = read_windows(models / "boundaries", read_voices(models / "corpus"))
    assert sorted(windows) == sorted(HEADS)
    with np.load(shipped) as arrays:
        names = boundaries.Window.from_state(arrays).names
    for voice, head in HEADS.items():
        seen = f"{boundaries.REACH} lemma {lexicon.look_up(head.split()[0]).lemma}"
        assert seen in names
        assert [v for v in sorted(HEADS) if seen not in windows[v].names] == [voice]


def test_learning_twice_gives_the_same_bytes(models, tmp_path, monkeypatch):
    files = []
    for name in ("one", "other"):
        monkeypatch.setattr(training, "_SHIPPED", tmp_path / name)
        training.main(str(models))
        windows = sorted((models / "boundaries").glob("*.npz"))
        files.append([path.read_bytes() for path in (tmp_path / f"{name}.npz", *windows)])
    assert len(files[0]) == 5
    assert files[0] == files[1]


def test_without_windows_the_one_that_ships_is_looked_through(tmp_path, models):
    assert read_windows(tmp_path, read_voices(models / "corpus")) == {}


def test_a_voice_that_no_window_leaves_out_is_an_error(tmp_path):
    state = boundaries._shipped().state()
    np.savez(tmp_path / "without_1.npz", voices=np.array(["v01"]), **state)
    documents = [Document(f"{v}-1", v, "advert", "biuro", 1, (), ()) for v in ("v01", "v02")]
    with pytest.raises(CorpusError, match="no window for v02; try make boundaries"):
        read_windows(tmp_path, documents)


def test_a_window_that_was_sent_to_another_process_says_the_same():
    window = boundaries._shipped()
    words = [("nadzór", "nadzorować", 1), ("24", "", -1)] * 3
    copy = pickle.loads(pickle.dumps(window))
    assert copy.log_odds(words).tolist() == window.log_odds(words).tolist()


def test_a_long_text_is_looked_at_in_parts_without_a_seam(monkeypatch):
    words = [(f"słowo{i % 7}", f"słowo{i % 5}", i % 3) for i in range(50)]
    whole = boundaries.log_odds(words).tolist()
    monkeypatch.setattr(boundaries, "_AT_ONCE", 7)
    assert boundaries.log_odds(words).tolist() == whole


def test_another_window_is_looked_through_for_a_time(lexicon):
    shipped = boundaries._shipped()
    blind = boundaries.Window(
        shipped.names, {**shipped.arrays, "offset": np.full(1, -1e6, np.float32)}
    )
    before = statements_of(FLAT, lexicon)
    with boundaries.using(blind):
        assert len(statements_of(FLAT, lexicon)) < len(before)
    assert statements_of(FLAT, lexicon) == before
