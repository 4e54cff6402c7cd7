"""The description of the JSON endpoint for programs (OpenAPI 3.1).

The fields of a result stand in one table each, in the order of the contract; the tests compare
them with what the endpoint answers.
"""

from __future__ import annotations

from typing import Any, get_args

from slmo_match import __version__
from slmo_match.assessment import COLUMNS, LEVELS, Ownership, Status
from slmo_match.web.settings import Limits

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_SHARE: Schema = {"type": "number", "minimum": 0, "maximum": 1}
_LEVEL: Schema = {"type": "integer", "minimum": 1, "maximum": 7}
_OFFSET: Schema = {"type": "integer", "minimum": 0}


def _or_null(schema: Schema) -> Schema:
    return {**schema, "type": [schema["type"], "null"]}


def _list_of(name: str) -> Schema:
    return {"type": "array", "items": {"$ref": f"#/components/schemas/{name}"}}


_RESULT: dict[str, tuple[Schema, str]] = {
    "document": (_TEXT, "name of the file, or what the request called the text"),
    "status": ({"type": "string", "enum": list(get_args(Status))}, "what came of it"),
    "level": (_or_null(_LEVEL), "the best single level; null where it could not be assessed"),
    "level_low": (
        _or_null(_LEVEL),
        "lowest level of the range that is meant to hold the right one",
    ),
    "level_high": (_or_null(_LEVEL), "highest level of that range"),
    "confidence": (_or_null(_SHARE), "probability of the level"),
    **{f"p{level}": (_or_null(_SHARE), f"probability of level {level}") for level in LEVELS},
    "top_evidence": (_TEXT, "the strongest quotation"),
    "top_criterion": (_TEXT, "id of the criterion that it shows"),
    "language": (_TEXT, "code of the language; empty where it is not known"),
    "words": (_OFFSET, "number of words read"),
    "error": (_TEXT, "why there is no level, or what to be aware of"),
    "model": (_TEXT, "name and version of the model"),
    "missing": ({"type": "array", "items": _TEXT}, "criteria of the next level up not found"),
    "warnings": ({"type": "array", "items": _TEXT}, "what to be aware of"),
    "evidence": (_list_of("Evidence"), "quotations, those that count first"),
    "criteria": (_list_of("CriterionMatch"), "every criterion with its strength"),
}

_EVIDENCE: dict[str, tuple[Schema, str]] = {
    "quote": (_TEXT, "words of the document"),
    "start": (_OFFSET, "where they begin in the text, in characters"),
    "end": (_OFFSET, "where they end"),
    "page": (_or_null({"type": "integer", "minimum": 1}), "page, where the format has pages"),
    "criterion": (_TEXT, 'id of the criterion, such as "5.3"'),
    "level": (_LEVEL, "level of the criterion"),
    "weight": (_SHARE, "how strongly it is shown as a duty of the role"),
    "ownership": (
        {"type": "string", "enum": list(get_args(Ownership))},
        'whose duty it is; only "own" counts',
    ),
}

_MATCH: dict[str, tuple[Schema, str]] = {
    "criterion": (_TEXT, "id of the criterion"),
    "level": (_LEVEL, "its level"),
    "strength": (_SHARE, "0 (nothing found) to 1"),
    "evidence": (
        {"oneOf": [{"$ref": "#/components/schemas/Evidence"}, {"type": "null"}]},
        "the best quotation",
    ),
}

assert tuple(_RESULT)[: len(COLUMNS)] == COLUMNS


def description(limits: Limits) -> dict[str, Any]:
    """Return the description of the endpoint as an OpenAPI document.

    Parameters
    ----------
    limits : Limits
        Those of the server, which the description names.
    """
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "slmo-match",
            "version": __version__,
            "description": "Suggests the SFIA level of service level management (SLMO) of job "
            "adverts, role cards and CVs. A suggestion: a person decides. Nothing is kept.",
        },
        "paths": {
            "/api/score": {"post": _score(limits)},
            "/api/health": {"get": _health()},
            "/api/openapi.json": {"get": _itself()},
        },
        "security": [{}, {"token": []}],
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": {
                "Result": _object(_RESULT),
                "Evidence": _object(_EVIDENCE),
                "CriterionMatch": _object(_MATCH),
                "Error": _object({"error": (_TEXT, "why the request was not carried out")}),
            },
        },
    }


def _score(limits: Limits) -> Schema:
    most = f"{limits.files} files, {limits.file / 1_000_000:g} MB each"
    files = {"type": "array", "items": {"type": "string", "contentMediaType": "*/*"}}
    text = _object(
        {"text": (_TEXT, "the text of an advert, role card or CV, in Polish or English")}
    )
    text["properties"]["document"] = {**_TEXT, "description": "what to call it"}
    return {
        "operationId": "score",
        "summary": "Suggest the level of files or of a text",
        "requestBody": {
            "required": True,
            "content": {
                "multipart/form-data": {
                    "schema": _object({"files": (files, f"one or many; at most {most}")}),
                },
                "application/json": {"schema": text},
            },
        },
        "responses": {
            "200": _answer(
                "A result for each document, in their order. What cannot be read has the status "
                "'unreadable' and its reason.",
                _object({"results": (_list_of("Result"), "one for each document")}),
            ),
            **_refusals("400", "401", "403", "408", "413", "415"),
        },
    }


_REFUSALS = {
    "400": "The request is damaged or holds no document.",
    "401": "The server asks for a token.",
    "403": "The request names another host or comes from another site.",
    "408": "The request did not arrive in time.",
    "413": "A file, or the request, is too large, or there are too many files.",
    "415": "The request is neither multipart/form-data nor application/json.",
    "500": "An unexpected error, or the record of answers cannot be written.",
}


def _refusals(*statuses: str) -> dict[str, Schema]:
    """Return the answers to requests that are not carried out, with those that may always be."""
    busy = {"description": "Too many connections.", "content": {"text/plain": {"schema": _TEXT}}}
    return {
        **{status: _error(_REFUSALS[status]) for status in (*statuses, "500")},
        "503": busy,
    }


def _health() -> Schema:
    fields = {
        "status": ({"type": "string", "const": "ok"}, "always ok"),
        "version": (_TEXT, "of slmo-match"),
        "model": (_TEXT, "name and version of the model"),
    }
    return {
        "operationId": "health",
        "summary": "Tell whether the server is well; needs no token",
        "security": [{}],
        "responses": {"200": _answer("It is.", _object(fields)), **_refusals("403")},
    }


def _itself() -> Schema:
    return {
        "operationId": "openapi",
        "summary": "This description",
        "responses": {
            "200": _answer("The description.", {"type": "object"}),
            **_refusals("401", "403"),
        },
    }


def _answer(words: str, schema: Schema) -> Schema:
    return {"description": words, "content": {"application/json": {"schema": schema}}}


def _error(words: str) -> Schema:
    return _answer(words, {"$ref": "#/components/schemas/Error"})


def _object(fields: dict[str, tuple[Schema, str]]) -> Schema:
    """Return the schema of an object that has all these fields."""
    properties = {
        name: {**schema, "description": words} for name, (schema, words) in fields.items()
    }
    return {"type": "object", "required": list(fields), "properties": properties}
