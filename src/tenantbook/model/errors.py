"""The base of every error of ours: its text says what is wrong and, where that is known, what to do."""


class TenantbookError(Exception):
    """Something that a person can put right. Any other exception that reaches the command is a fault of ours."""
