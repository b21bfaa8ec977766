"""«Baixar meus dados»: a copy of what is kept about a person, made once and gone after a week."""

from uuid import uuid4

from django.db import models

from balcao.people.models import User


class DataCopy(models.Model):
    """Being made while `ready_at` is empty, one at a time for each person. `file_key`: where its ZIP is stored."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="data_copies")
    file_key = models.CharField(max_length=60, unique=True, editable=False)
    size = models.PositiveBigIntegerField(default=0)
    asked_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=models.Q(ready_at=None), name="data_copy_one")
        ]
        indexes = [models.Index(fields=["expires_at"], name="data_copy_expiry")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.asked_at:%Y-%m-%d}"
