"""Pages of long lists: counted no further than anyone leafs."""

from functools import cached_property
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet

FURTHEST = 1000


class BoundedPaginator(Paginator):
    """Leafs through the first thousand rows; who looks for a later one searches."""

    @cached_property
    def found(self) -> int:
        """How many rows there are, a thousand and one standing for more."""
        rows: QuerySet[Any] = self.object_list  # type: ignore[assignment]
        return rows.order_by()[: FURTHEST + 1].count()

    @cached_property
    def count(self) -> int:
        """How many rows can be leafed through."""
        return min(self.found, FURTHEST)

    @property
    def has_more_than_shown(self) -> bool:
        """Whether there are rows that only a search reaches."""
        return self.found > FURTHEST
