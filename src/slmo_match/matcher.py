"""From texts to assessments: the one file that knows the order of the steps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from numbers import Real
from pathlib import Path
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from slmo_match import model_files
from slmo_match.assessment import LEVELS, Assessment, Status, level_of
from slmo_match.cosine import matched_to
from slmo_match.deciding import deciding_statements, said_first, titles
from slmo_match.errors import UsageError
from slmo_match.explain import MOST_QUOTES, criteria_of, evidence_of, missing_for_next
from slmo_match.graded import check_text, graded
from slmo_match.language.clean import CleanText, clean
from slmo_match.language.detect import READ, SUPPORTED, detect
from slmo_match.language.posts import posts
from slmo_match.language.statements import Statement, cut
from slmo_match.language.words import Lexicon
from slmo_match.levels import N_FEATURES, LevelModel, document_features, suggest
from slmo_match.match import Scores
from slmo_match.suspicion import suspicions

FEWEST_WORDS = 6
MOST_WORDS = 200_000
WIDE = 3  # an interval of more levels than this is no answer


class _Read(NamedTuple):
    """A text on its way: cleaned and cut, or already given up with a status."""

    original: str
    text: CleanText
    statements: list[Statement]
    language: str
    words: int
    given_up: tuple[Status, str] | None
    notes: tuple[str, ...] = ()


class LevelMatcher:
    """Suggest the level of service level management that a text corresponds to.

    Parameters
    ----------
    model : str, Path or Model, optional
        Folder of a trained model, or one in memory, such as ``model_files.load(folder, encoder)``
        with an encoder of your own; the one that ships by default.
    descriptors : str or Path, optional
        A text of the seven descriptors to match instead of the one that the model was trained on;
        then the level comes from the similarity of words alone.
    coverage : float, default 0.9
        Coverage that `fit` calibrates the interval to, between 0 and 1.
    C : float, default 0.05
        Inverse strength of regularisation of the level model in `fit`.
    batch_size : int, default 64
        Texts that go through the model at once; 1 answers each as soon as it comes.

    Notes
    -----
    A matcher is ready to use as it is made. `fit` learns the step from criteria to levels anew
    from graded documents of your own; what statements mean stays as it was learnt from the
    corpus (``slmo-match train`` does both). The model of a refitted matcher is called
    ``… refitted`` in its assessments.

    ``cross_val_predict(…, method="predict_proba")`` and ``scoring="neg_log_loss"`` of
    scikit-learn want classes counted from 0 or all levels in every fold, which levels 1 to 7
    are not. Probabilities of texts that were not fitted come with a loop::

        shares = np.empty((len(texts), 7))
        for seen, unseen in KFold(5, shuffle=True, random_state=0).split(texts):
            matcher = LevelMatcher().fit([texts[i] for i in seen], levels[seen])
            shares[unseen] = matcher.predict_proba([texts[i] for i in unseen])

    Examples
    --------
    >>> matcher = LevelMatcher()
    >>> int(matcher.predict(["Zadania: notowanie, czy kurierzy byli w obiecanym czasie, "
    ...     "i wpisywanie opóźnień do rejestru."])[0])
    2
    """

    def __init__(
        self,
        *,
        model: str | Path | model_files.Model | None = None,
        descriptors: str | Path | None = None,
        coverage: float = 0.9,
        C: float = 0.05,  # noqa: N803
        batch_size: int = 64,
    ) -> None:
        self.model = model
        self.descriptors = descriptors
        self.coverage = coverage
        self.C = C
        self.batch_size = batch_size

    # What follows up to `pipe` is what scikit-learn asks of an estimator, without importing it.

    def get_params(self, deep: bool = True) -> dict[str, Any]:  # noqa: ARG002
        """Return the parameters of the constructor."""
        return {
            name: getattr(self, name)
            for name in ("model", "descriptors", "coverage", "C", "batch_size")
        }

    def set_params(self, **params: Any) -> Self:
        """Set parameters of the constructor.

        Raises
        ------
        ValueError
            If there is no such parameter.
        """
        for name, value in params.items():
            if name not in self.get_params():
                allowed = ", ".join(self.get_params())
                raise ValueError(f"LevelMatcher has no parameter {name!r}; it has {allowed}")
            setattr(self, name, value)
        return self

    def __sklearn_tags__(self) -> Any:
        from sklearn.utils import ClassifierTags, InputTags, Tags, TargetTags

        return Tags(
            estimator_type="classifier",
            target_tags=TargetTags(required=True),
            classifier_tags=ClassifierTags(),
            input_tags=InputTags(string=True, two_d_array=False),
        )

    def __sklearn_is_fitted__(self) -> bool:
        return True

    def __repr__(self) -> str:
        params = ", ".join(f"{name}={value!r}" for name, value in self.get_params().items())
        return f"LevelMatcher({params})"

    @property
    def classes_(self) -> NDArray[np.int64]:
        """The seven levels."""
        return np.array(LEVELS)

    def fit(self, X: Iterable[str], y: ArrayLike) -> Self:  # noqa: N803
        """Learn the step from criteria to levels from graded texts.

        Parameters
        ----------
        X : iterable of str, length n
            Those that cannot be assessed (too short, in other languages) are left out.
        y : array-like of int, shape (n,)
            Levels 1 to 7.

        Returns
        -------
        LevelMatcher
            Itself.

        Raises
        ------
        ValueError
            If there are no texts or none can be assessed, lengths differ, `y` is no list of
            levels, `coverage` is not between 0 and 1, `C` is not above 0 or `batch_size` is
            below 1.
        UsageError
            If something that is no text is among `X`.
        """
        from slmo_match.training.level_training import fit_levels

        texts, levels = graded(X, y)
        self._check_numbers()
        self.levels_ = fit_levels(self.transform(texts), levels, C=self.C, coverage=self.coverage)
        return self

    def _check_numbers(self) -> None:
        """Refuse parameters that `fit` cannot work with."""
        if not (isinstance(self.coverage, Real) and 0 < self.coverage < 1):
            raise ValueError(f"coverage must lie between 0 and 1, found {self.coverage!r}")
        if not (isinstance(self.C, Real) and self.C > 0):
            raise ValueError(f"C must be a number above 0, found {self.C!r}")

    def transform(self, X: Iterable[str]) -> NDArray[np.float64]:  # noqa: N803
        """Return what the step from criteria to levels sees of each text.

        Parameters
        ----------
        X : iterable of str, length n

        Returns
        -------
        numpy.ndarray, shape (n, N_FEATURES)
            As `slmo_match.levels.document_features` returns it; NaN where a text could not be
            assessed.

        Raises
        ------
        UsageError
            If something that is no text is among them, or `X` is itself a text.
        ValueError
            If `batch_size` is below 1.
        """
        rows = [self._features(*part) for part in self._scored(X)]
        return np.array(rows).reshape(-1, N_FEATURES)

    def predict(self, X: Iterable[str]) -> NDArray[np.int64]:  # noqa: N803
        """Return the level of each text, shape (n,); 0 where it could not be assessed."""
        return np.array([assessment.level or 0 for assessment in self.pipe(X)], dtype=np.int64)

    def predict_proba(self, X: Iterable[str]) -> NDArray[np.float64]:  # noqa: N803
        """Return the probabilities, shape (n, 7); NaN where a text could not be assessed."""
        rows = [assessment.probabilities for assessment in self.pipe(X)]
        return np.array(rows).reshape(-1, len(LEVELS))

    def score(self, X: Iterable[str], y: ArrayLike) -> float:  # noqa: N803
        """Return the share of texts whose level is exactly right, 0 to 1.

        Raises
        ------
        ValueError, UsageError
            If `X` and `y` are not what `fit` takes.
        """
        texts, levels = graded(X, y)
        return float(np.mean(self.predict(texts) == levels))

    def assess(self, text: str) -> Assessment:
        """Assess one text."""
        return next(self.pipe([text]))

    def pipe(self, texts: Iterable[str]) -> Iterator[Assessment]:
        """Assess texts as they come, in their order.

        Parameters
        ----------
        texts : iterable of str
            Read a batch at a time (`batch_size`); may be endless.

        Returns
        -------
        iterator of Assessment
            Where the texts break off with an error, those before it are answered first.

        Raises
        ------
        UsageError
            At the call, if `texts` is itself a text; in its turn, if something among them is none.
        ValueError
            If `batch_size` is below 1.
        """
        return (
            self._give_up(read) if scores is None else self._assess(read, scores)
            for read, scores in self._scored(texts)
        )

    def _read(self, original: str) -> _Read:
        """Clean and cut a text, or give it up."""
        check_text(original)
        text = clean(original)
        too_long = f"longer than {MOST_WORDS} words; cut it into the documents that it holds"
        if len(text.text) > MOST_WORDS * 12:
            return _Read(original, text, [], "", 0, ("unreadable", too_long))
        statements = cut(text.text, self._lexicon)
        words = sum(len(statement.words) + statement.unsaid for statement in statements)
        if words > MOST_WORDS:
            return _Read(original, text, [], "", words, ("unreadable", too_long))
        if words < FEWEST_WORDS:
            reason = f"{words} words; at least {FEWEST_WORDS} are needed"
            return _Read(original, text, [], "", words, ("too_short", reason))
        language = detect(statements, text.text)
        if language not in SUPPORTED:
            reason = f"the text is neither in Polish nor in English (found: {language})"
            return _Read(original, text, [], language, words, ("unsupported_language", reason))
        read, notes = _in_read_languages(statements)
        return _Read(original, text, read, language, words, None, notes)

    def _scored(self, texts: Iterable[str]) -> Iterator[tuple[_Read, Scores | None]]:
        """Read texts and score their statements, a batch at a time; no scores of one given up."""
        if isinstance(texts, str):
            raise UsageError("texts must be several texts, found one str; use assess, or [text]")
        if self.batch_size < 1:
            raise ValueError(f"batch_size must be at least 1, found {self.batch_size}")
        return chain.from_iterable(map(self._scored_batch, self._batches(iter(texts))))

    def _batches(self, texts: Iterator[str]) -> Iterator[list[_Read]]:
        """Read texts a batch at a time; an error comes after the texts before it."""
        while True:
            batch: list[_Read] = []
            broken = None
            try:
                for text in islice(texts, self.batch_size):
                    batch.append(self._read(text))  # noqa: PERF401  # keeps what was before
            except Exception as error:
                broken = error
            if batch:
                yield batch
            if broken is not None:
                raise broken
            if not batch:
                return

    def _scored_batch(self, batch: Sequence[_Read]) -> Iterator[tuple[_Read, Scores | None]]:
        statements = [statement for read in batch for statement in read.statements]
        scores, end = self.loaded_model.statements.score(statements), 0
        for read in batch:
            start, end = end, end + len(read.statements)
            yield read, scores.rows(start, end) if end > start else None

    def _give_up(self, read: _Read) -> Assessment:
        status, reason = read.given_up or ("too_short", "no words")
        return Assessment(
            status,
            language=read.language,
            words=read.words,
            error=reason,
            model=self._name,
        )

    def _assess(self, read: _Read, scores: Scores) -> Assessment:
        suspicious = suspicions(read.text.text, read.statements)
        read, scores = _weighed(read, scores)
        counted = self._counted(read, scores)
        deciding = scores.where(counted)
        features = document_features(deciding, self._criterion_levels)
        probabilities = self._levels.probabilities(features[None])[0]
        interval = self._levels.interval(probabilities)
        level = int(suggest(probabilities))
        criteria = self.loaded_model.statements.criteria
        evidence = evidence_of(
            scores, read.statements, counted, criteria, read.text, read.original, level
        )
        matches = criteria_of(deciding.strengths, criteria, evidence)
        return Assessment(
            _status(level, interval, suspicious),
            level,
            probabilities,
            interval,
            evidence[:MOST_QUOTES],
            matches,
            missing_for_next(level, matches),
            read.language,
            read.words,
            warnings=(*suspicious, *read.notes),
            model=self._name,
        )

    def _counted(self, read: _Read, scores: Scores) -> NDArray[np.bool_]:
        if read.statements[-1].post < 2:  # no CV: all statements count, as they are
            return np.ones(len(read.statements), bool)
        strengths = scores.by_level(self._criterion_levels)
        return deciding_statements(read.statements, posts(read.text.text), strengths)

    def _features(self, read: _Read, scores: Scores | None) -> NDArray[np.float64]:
        """Return the features of a document; NaN where it cannot be read."""
        if scores is None:
            return np.full(N_FEATURES, np.nan)
        read, scores = _weighed(read, scores)
        deciding = scores.where(self._counted(read, scores))
        return document_features(deciding, self._criterion_levels)

    @property
    def loaded_model(self) -> model_files.Model:
        """The model that texts are matched with, read when it is first asked for, and then kept."""
        given = self.model, self.descriptors
        kept: tuple[Any, model_files.Model] | None = getattr(self, "_kept", None)
        if kept is None or kept[0] != given:
            kept = self._kept = given, self._load()
        return kept[1]

    def _load(self) -> model_files.Model:
        if self.descriptors is not None:
            return matched_to(Path(self.descriptors))
        if isinstance(self.model, model_files.Model):
            return self.model
        return model_files.load(Path(self.model) if self.model else None)

    def __getstate__(self) -> dict[str, Any]:
        """Leave out the model that is kept: another process reads its own."""
        return {name: value for name, value in vars(self).items() if name != "_kept"}

    @property
    def _name(self) -> str:
        refitted = " refitted" if hasattr(self, "levels_") else ""
        return self.loaded_model.name + refitted

    @property
    def _levels(self) -> LevelModel:
        return getattr(self, "levels_", None) or self.loaded_model.levels

    @property
    def _criterion_levels(self) -> NDArray[np.int64]:
        return np.array([level_of(name) for name in self.loaded_model.statements.criteria])

    @property
    def _lexicon(self) -> Lexicon:
        return _LEXICON


_LEXICON = Lexicon()


def _in_read_languages(statements: list[Statement]) -> tuple[list[Statement], tuple[str, ...]]:
    """Leave out the statements in third languages, and say how many and in which."""
    read = [statement for statement in statements if statement.language in READ]
    left_out = len(statements) - len(read)
    if not left_out:
        return read, ()
    codes = ", ".join(sorted({s.language for s in statements} - set(READ)))
    return read, (f"{left_out} statements in other languages ({codes}) were left out",)


def _weighed(read: _Read, scores: Scores) -> tuple[_Read, Scores]:
    """Leave out the name of the position, and what is said again in the same words."""
    kept = said_first(read.statements) & ~titles(read.statements)
    statements = [statement for statement, keep in zip(read.statements, kept, strict=True) if keep]
    return read._replace(statements=statements), scores.where(kept)


def _status(level: int, interval: tuple[int, int], warnings: Sequence[str]) -> Status:
    if warnings or interval[1] - interval[0] + 1 > WIDE:
        return "uncertain"
    return "not_observed" if level == 1 else "scored"
