"""The product's settings, with the floor beside its pages and a middleware that counts queries when it is asked."""

from pathlib import Path

from balcao.config.settings import *
from balcao.config.settings import MIDDLEWARE, TEMPLATES

ROOT_URLCONF = "benchmarks.urls"
# Outermost, so that the queries of every other middleware are counted as well.
MIDDLEWARE = ["benchmarks.counting.CountingMiddleware", *MIDDLEWARE]
TEMPLATES = [{**TEMPLATES[0], "DIRS": [Path(__file__).resolve().parent / "templates"]}]
