"""What the web process carries from its start: each of these takes tens of megabytes, or most of a second."""

import os
import subprocess
import sys

HEAVY = ("boto3", "botocore", "fpdf", "pypdfium2", "moto")
CODE = f"""
import sys, balcao.config.asgi
from django.urls import get_resolver
get_resolver().url_patterns
print(*[name for name in {HEAVY!r} if name in sys.modules])
"""


def test_what_few_pages_need_is_loaded_when_they_need_it() -> None:
    environ = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    done = subprocess.run([sys.executable, "-c", CODE], env=environ, capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
