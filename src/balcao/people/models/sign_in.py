"""Where a person is signed in: one row for each session, without its address (it is not needed: LGPD art. 6 III)."""

from django.db import models
from django.utils import timezone

from balcao.people.models.user import User


class SignIn(models.Model):
    """`seen_at` lags behind by some minutes (people/sessions.py). The session itself is Django's."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="sign_ins")
    session_key = models.CharField(max_length=40, unique=True, editable=False)
    browser = models.CharField(max_length=30, blank=True)
    system = models.CharField(max_length=30, blank=True)
    signed_in_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-seen_at"]

    def __str__(self) -> str:
        return f"{self.user_id} {self.browser} {self.system}"
