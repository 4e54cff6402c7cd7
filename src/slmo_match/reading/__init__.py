"""Reading: a path or bytes to a document with its text, whatever the file is."""

from slmo_match.reading.archive import Member, find_members, is_archive
from slmo_match.reading.document import Document, Skipped
from slmo_match.reading.files import find_documents
from slmo_match.reading.limits import Limits
from slmo_match.reading.reader import read
from slmo_match.reading.tables import read_table

__all__ = [
    "Document",
    "Limits",
    "Member",
    "Skipped",
    "find_documents",
    "find_members",
    "is_archive",
    "read",
    "read_table",
]
