"""The exceptions that the package raises on purpose; everything else is a bug."""

NOT_UTF8 = "it is not in UTF-8; save it as text in UTF-8"


class SlmoError(Exception):
    """Base of all errors of the package: the message is meant to be read by a user."""


class UsageError(SlmoError):
    """The call cannot be carried out as given: a missing path, column, option or extra."""


class DescriptorsError(SlmoError):
    """The text of the descriptors does not have its seven levels; names the line."""


class ReadingError(SlmoError):
    """One document cannot be read; becomes a row with status ``unreadable`` in a batch."""


class ModelError(SlmoError):
    """The trained model is missing, damaged, or made for other descriptors."""
