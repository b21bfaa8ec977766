"""What machines ask: is this process able to serve?"""

import logging

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

log = logging.getLogger("balcao.ops")


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 after one round trip to the database, 503 when it does not answer. Why it does not is for the log only."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    except DatabaseError:
        log.exception("The database did not answer a health check")
        return JsonResponse({"status": "unavailable", "database": "unreachable"}, status=503)
    return JsonResponse({"status": "ok", "database": "ok"})
