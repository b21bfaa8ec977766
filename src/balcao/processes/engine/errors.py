"""How the engine says that it cannot go on: an `EngineError`, or `DocumentInvalid` for a text that is no process."""

from __future__ import annotations


class EngineError(Exception):
    """A running process met something its document does not allow. `path` is the place in the document, if any."""

    def __init__(self, message: str, *, path: str = "", position: int | None = None) -> None:
        super().__init__(f"{path}: {message}" if path else message)
        self.message = message
        self.path = path
        self.position = position
        """Character of the expression, from 1, when a condition is to blame."""


class EngineStopped(EngineError):
    """Automatic transitions went on for longer than allowed; nothing of that step may be kept."""


class DialogNotOffered(EngineError):
    """The current activity does not offer this dialog to this person."""


class ConditionInvalid(EngineError):
    """A condition that cannot be used, with the code of a `Problem` and its parameters."""

    def __init__(self, code: str, at: int, /, **params: str | int) -> None:
        super().__init__(f"The condition cannot be used ({code} at character {at}).", position=at)
        self.code = code
        self.params: dict[str, str | int] = {"position": at, **params}
