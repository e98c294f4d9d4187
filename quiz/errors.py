"""The named errors of the application. Services raise them; `web.error_pages` alone turns them into pages."""


class TrigpointError(Exception):
    """Anything that Trigpoint itself has to say no to; the message is a sentence for a person."""


class NotFound(TrigpointError):
    """What was asked for does not exist, or is not this person's to see (both look the same)."""


class NotAllowed(TrigpointError):
    """The person is known, the thing exists, and they may not do this to it."""


class NotNow(TrigpointError):
    """The request made sense once, or will later, but not in the present state."""


class NotValid(TrigpointError):
    """What was handed in cannot be used as it is; the message says why and what would do."""
