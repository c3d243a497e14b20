"""The error of rows that a format cannot hold."""


class UnfitError(ValueError):
    """Rows that do not fit the format they are to be written in; the message says what the format needs and what to do."""
