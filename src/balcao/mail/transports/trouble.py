"""What stops a way in, told apart by what an administrator can do about it."""

from balcao.mail.models import Trouble


class InTrouble(Exception):
    """`trouble` is the kind; the message is English, for the log and the detail of a page, and holds no secret."""

    def __init__(self, trouble: Trouble, message: str) -> None:
        super().__init__(message)
        self.trouble = trouble
