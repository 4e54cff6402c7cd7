"""A request that is not carried out, and why."""

from __future__ import annotations

from slmo_match.report.messages import Messages


class Refused(Exception):  # noqa: N818
    """A request is not carried out.

    Parameters
    ----------
    status : int
        Of the answer, 400 to 503.
    sentence : str
        Why, in English, with the places of values in braces.
    **values
        What to put in.
    """

    def __init__(self, status: int, sentence: str, **values: object) -> None:
        super().__init__(Messages("en")(sentence, **values))
        self.status = status
        self.sentence = sentence
        self.values = values
