"""The whole assessment as a spaCy component: ``nlp.add_pipe("slmo_level")``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from itertools import islice
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from slmo_match.assessment import Assessment, CriterionMatch, Evidence
from slmo_match.matcher import LevelMatcher

_KEY = "slmo_level"


class LevelComponent:
    """Set ``doc._.slmo``, the `Assessment` of the text of a document.

    Parameters
    ----------
    model : str, optional
        Folder of a trained model; the one that ships by default.
    """

    def __init__(self, model: str | None = None) -> None:
        self.matcher = LevelMatcher(model=model)

    def __call__(self, doc: Doc) -> Doc:
        """Annotate a document and return it."""
        doc._.slmo = self.matcher.assess(doc.text)
        return doc

    def pipe(self, docs: Iterable[Doc], *, batch_size: int = 64) -> Iterator[Doc]:
        """Annotate documents as they come, a batch at a time, in their order."""
        source = iter(docs)
        while batch := list(islice(source, batch_size)):
            texts = [doc.text for doc in batch]
            for doc, assessment in zip(batch, self.matcher.pipe(texts), strict=True):
                doc._.slmo = assessment
                yield doc


@Language.factory(
    "slmo_level", assigns=["doc._.slmo"], default_config={"model": None}, retokenizes=False
)
def make_level(nlp: Language, name: str, model: str | None = None) -> LevelComponent:  # noqa: ARG001
    """Make the component ``slmo_level``.

    Parameters
    ----------
    nlp : spacy.language.Language
        The pipeline that the component goes into.
    name : str
        Its name there.
    model : str, optional
        Folder of a trained model; the one that ships by default.

    Returns
    -------
    LevelComponent
    """
    return LevelComponent(model)


# The document holds plain values, which spaCy can write to disk and hand to other processes.


def _put(doc: Doc, assessment: Assessment | None) -> None:
    doc.user_data[_KEY] = None if assessment is None else asdict(assessment)


def _get(doc: Doc) -> Assessment | None:
    values: dict[str, Any] | None = doc.user_data.get(_KEY)
    if values is None:
        return None
    interval = values["interval"]
    return Assessment(
        **{
            **values,
            "interval": tuple(interval) if interval else None,
            "evidence": tuple(Evidence(**item) for item in values["evidence"]),
            "criteria": tuple(_criterion(item) for item in values["criteria"]),
            "missing": tuple(values["missing"]),
            "warnings": tuple(values["warnings"]),
        }
    )


def _criterion(values: dict[str, Any]) -> CriterionMatch:
    evidence = values["evidence"]
    return CriterionMatch(**{**values, "evidence": Evidence(**evidence) if evidence else None})


Doc.set_extension("slmo", getter=_get, setter=_put, force=True)
