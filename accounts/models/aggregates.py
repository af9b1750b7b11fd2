"""Aggregates that Django has for one database only."""

from typing import Any

from django.db.models import Aggregate, JSONField


class JsonList(Aggregate):
    """The values of a group as one list, on either database; None where the group is empty."""

    function = "JSON_GROUP_ARRAY"
    name = "JsonList"
    output_field = JSONField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, Any]:
        """The same under its name there."""
        return self.as_sql(
            compiler,
            connection,
            function="JSON_AGG",
            template="%(function)s(%(expressions)s)::text",
        )
