"""The palette's source for agents."""

from django.http import HttpResponseBase
from django.views.decorators.http import require_safe

from balcao.desk.palette import found_groups, standing_groups
from balcao.front.access import ReaderRequest, agent_required
from balcao.front.palette import answer

MOST_TYPED = 200


@require_safe
@agent_required
def palette(request: ReaderRequest) -> HttpResponseBase:
    """Without words, what the browser matches (`ticket`: the number of the open one); with `q`, what they find."""
    text = request.GET.get("q", "").replace("\0", " ").strip()[:MOST_TYPED]
    if text:
        return answer(found_groups(request.reader, text))
    number = request.GET.get("ticket", "")
    is_number = number.isascii() and number.isdigit() and len(number) < 19
    return answer(standing_groups(request.reader, int(number) if is_number else None), search=True)
