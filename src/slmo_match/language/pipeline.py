"""Lemmas and statements as spaCy components, for pipelines of your own.

Importing this module registers the factories; where the package is installed, spaCy finds them
by their names alone.
"""

from __future__ import annotations

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Token

from slmo_match.language.clean import clean
from slmo_match.language.statements import cut
from slmo_match.language.words import WORD, Lexicon

STATEMENTS = "statements"

Token.set_extension("slmo_lemmas", default=(), force=True)


class Lemmatiser:
    """Set ``token.lemma_`` and ``token._.slmo_lemmas``.

    The lemma is the usual reading, brought to its head verb where it has one; a token that is
    no word, or a proper name, keeps its own text. ``slmo_lemmas`` holds every reading of a word
    and is empty for numbers and punctuation. In an English pipeline the lemma is the English
    base, and ``slmo_lemmas`` the Polish lemma that it means.

    Parameters
    ----------
    lang : str
        Language of the pipeline, ``"pl"`` or ``"en"``.
    """

    def __init__(self, lang: str = "pl") -> None:
        self.lexicon = Lexicon()
        self.lang = lang

    def __call__(self, doc: Doc) -> Doc:
        """Annotate the tokens of a document and return it."""
        for token in doc:
            form = clean(token.text).text
            lemma, lemmas = self._lemmas(form) if WORD.fullmatch(form) else ("", ())
            token.lemma_ = lemma or form or token.text
            token._.slmo_lemmas = lemmas
        return doc

    def _lemmas(self, form: str) -> tuple[str, tuple[str, ...]]:
        if self.lang == "en":
            word = self.lexicon.look_up_english(form)
            return word.lemmas[0], (word.lemma,) if word.lemma else ()
        word = self.lexicon.look_up(form)
        return word.lemma, word.lemmas


class StatementCutter:
    """Set ``doc.spans["statements"]``, each span labelled with its section.

    A span covers the tokens that its statement touches, so that it may be wider by a part of a
    token than the offsets that `slmo_match.language.statements.cut` gives.
    """

    def __init__(self) -> None:
        self.lexicon = Lexicon()

    def __call__(self, doc: Doc) -> Doc:
        """Annotate a document and return it."""
        text = clean(doc.text)
        spans = [
            doc.char_span(
                *text.span(statement.start, statement.end),
                label=statement.section,
                alignment_mode="expand",
            )
            for statement in cut(text.text, self.lexicon)
        ]
        doc.spans[STATEMENTS] = [span for span in spans if span is not None]
        return doc


@Language.factory(
    "slmo_lemmatiser", assigns=["token.lemma", "token._.slmo_lemmas"], retokenizes=False
)
def make_lemmatiser(nlp: Language, name: str) -> Lemmatiser:  # noqa: ARG001
    """Make the component ``slmo_lemmatiser``.

    Parameters
    ----------
    nlp : spacy.language.Language
        The pipeline that the component goes into.
    name : str
        Its name there.

    Returns
    -------
    Lemmatiser
    """
    return Lemmatiser(nlp.lang or "pl")


@Language.factory("slmo_statements", assigns=["doc.spans"], retokenizes=False)
def make_statements(nlp: Language, name: str) -> StatementCutter:  # noqa: ARG001
    """Make the component ``slmo_statements``.

    Parameters
    ----------
    nlp : spacy.language.Language
        The pipeline that the component goes into.
    name : str
        Its name there.

    Returns
    -------
    StatementCutter
    """
    return StatementCutter()


def polish() -> Language:
    """Return a blank Polish pipeline with the lemmatiser and the statements.

    Returns
    -------
    spacy.language.Language

    Examples
    --------
    >>> doc = polish()("Zadania: nadzór nad serwisem wind; prowadzenie rejestru awarii")
    >>> [(span.text, span.label_) for span in doc.spans["statements"]]
    [('Zadania', 'heading'), ('nadzór nad serwisem wind', 'duties'),
     ('prowadzenie rejestru awarii', 'duties')]
    """
    return _blank("pl")


def english() -> Language:
    """Return a blank English pipeline (spaCy's tokens and rules) with the same components.

    Returns
    -------
    spacy.language.Language

    Examples
    --------
    >>> doc = english()("You'll negotiate SLAs with our suppliers")
    >>> [(token.text, token.lemma_) for token in doc][2:4]
    [('negotiate', 'negotiate'), ('SLAs', 'sla')]
    """
    return _blank("en")


def _blank(lang: str) -> Language:
    nlp = spacy.blank(lang)
    nlp.add_pipe("slmo_lemmatiser")
    nlp.add_pipe("slmo_statements")
    return nlp
