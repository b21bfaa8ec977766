"""The gallery at `/ui/`: every component in both themes, for those who build pages. Not part of the product."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from balcao.ui.gallery import GalleryForm, sample


def gallery(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    halves = []
    for theme in ("light", "dark"):
        given = {"subject": "Nota 3512 rejeitada", "email": "marina@acme", "retried": "yes", "body": "A nota voltou."}
        form = GalleryForm({f"{theme}-{name}": value for name, value in given.items()}, prefix=theme)
        form.is_valid()
        halves.append({"theme": theme, "form": form})
    return render(request, "ui/gallery.html", {"halves": halves, "now": now, **sample(now)})
