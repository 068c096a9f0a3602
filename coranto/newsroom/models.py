"""What the newsroom remembers of the roles it made."""

from __future__ import annotations

from django.contrib.auth.models import Group
from django.db import models


class GivenRight(models.Model):
    """That a role was given a right, so that it is given once: what an administrator takes away does not come back with an upgrade.

    `right` is where it holds and what it is: "table app.codename", "page app.codename" or "collection app.codename".
    """

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="+")
    right = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "right"], name="a_right_is_given_once")]

    def __str__(self) -> str:
        return f"{self.group_id} {self.right}"
