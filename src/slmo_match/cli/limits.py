"""The options that bound what may be spent on reading one document."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import fields
from functools import wraps
from typing import Any

import click
from click.core import ParameterSource

from slmo_match.cli.program import option
from slmo_match.errors import UsageError
from slmo_match.reading.limits import DEFAULT, Limits

_UNITS = {"": 1, "K": 1_000, "M": 1_000_000, "G": 1_000_000_000}
_SIZE = re.compile(r"(\d+(?:[.,]\d+)?)\s*([KMG]?)I?B?", re.IGNORECASE)
_BYTES = ("size", "unpacked", "memory")


def _size(value: str | int) -> int:
    """Return the number of bytes that an option gives."""
    try:
        return parse_size(str(value))
    except (ValueError, OverflowError):
        raise click.BadParameter(
            f"{value!r} is no size; give bytes, or such as 500KB, 20MB or 1.5GB"
        ) from None


def parse_size(text: str) -> int:
    """Return a number of bytes.

    Raises
    ------
    ValueError
        If it is none.

    Examples
    --------
    >>> parse_size("20MB"), parse_size("1,5 GB"), parse_size("4096")
    (20000000, 1500000000, 4096)
    """
    found = _SIZE.fullmatch(text.strip())
    if found is None:
        raise ValueError(text)
    return round(float(found.group(1).replace(",", ".")) * _UNITS[found.group(2).upper()])


class _Seconds(click.FloatRange):
    """A time, also with a decimal comma."""

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        text: Any = str(value).replace(",", ".")
        return super().convert(text, param, ctx)


def limit_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Declare the options of limits; the command gets them as one argument ``limits``."""

    @wraps(command)
    def with_limits(
        *args: Any,
        max_size: int,
        max_pages: int,
        timeout: float,
        limit: Sequence[str],
        **values: Any,
    ) -> Any:
        named = {"size": max_size, "pages": max_pages, "seconds": timeout}
        named.update(map(_parse, limit))
        return command(*args, limits=Limits(**named), **values)  # type: ignore[arg-type]

    declared: Callable[..., Any] = with_limits
    for declare in reversed(_OPTIONS):
        declared = declare(declared)
    return declared


def is_size_given(ctx: click.Context) -> bool:
    """Tell whether --max-size or --limit says how large a document may be."""
    if ctx.get_parameter_source("max_size") is not ParameterSource.DEFAULT:
        return True
    return any(_parse(text)[0] == "size" for text in ctx.params["limit"])


def _parse(text: str) -> tuple[str, float]:
    """Return the name and the value of a limit."""
    name, _, value = text.partition("=")
    name = name.strip()
    if name not in {field.name for field in fields(Limits)}:
        raise UsageError(
            f"no limit {name!r}; limits are {', '.join(field.name for field in fields(Limits))}"
        )
    try:
        return name, parse_size(value) if name in _BYTES else _number(name, value)
    except (ValueError, OverflowError) as error:
        raise UsageError(f"limit {name!r} must be a number, found {value!r}") from error


def _number(name: str, value: str) -> float:
    return float(value.replace(",", ".")) if name == "seconds" else int(value)


_OPTIONS = (
    option(
        "--max-size",
        type=_size,
        default=DEFAULT.size,
        metavar="SIZE",
        help="Largest document that is read, such as 30MB; by default 50MB, on the page 20MB.",
    ),
    option(
        "--max-pages",
        type=click.IntRange(min=1),
        default=DEFAULT.pages,
        metavar="N",
        help="Pages of a document that are read; by default 300.",
    ),
    option(
        "--timeout",
        type=_Seconds(min=0, min_open=True),
        default=DEFAULT.seconds,
        metavar="SECONDS",
        help="Time for reading one document, or one page of a scan; by default 20.",
    ),
    option(
        "--limit",
        multiple=True,
        metavar="NAME=VALUE",
        help="Another bound for one document, by default: unpacked=200MB, ratio=250, "
        "members=10000, nesting=4, characters=3000000, memory=1.5GB. May be repeated.",
    ),
)
