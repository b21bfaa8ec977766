"""Which tickets have these words, among those that the reader may find."""

from collections.abc import Sequence

from balcao.search.engines import engine
from balcao.search.words import query_words

MOST_FOUND = 500


def find(
    text: str, *, access: Sequence[str], any_of: Sequence[str] | None = None, limit: int = MOST_FOUND
) -> list[int]:
    """Ids of tickets with every word of the text (the last one as a beginning), the newest first; any text is fine.

    `access` are terms that an entry must have, all of them (`search.entries`), «public» and «org42» for example;
    `any_of`: at least one of them as well, «queue7» or «queue8». The caller still asks the domain which of the tickets
    the reader may see: terms may be a moment old.
    """
    words = query_words(text)
    if not words or limit < 1 or any_of == []:
        return []
    return engine().find(words, terms=access, any_of=any_of or (), limit=limit)
