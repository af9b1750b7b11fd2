"""Reads whose SQL is put together once.

Django puts the SQL of a queryset together anew each time it runs. For the small reads of a page that costs
five to ten times as much as running them: it was half of the processor time of an account's page
(docs/performance.md). A prepared statement is put together on its first run::

    OPEN_STEPS = Prepared(
        lambda: NextStep.objects.open()
        .filter(interaction__account=Given("account"))
        .order_by("due_on", "pk")
        .values_list("text", "due_on")[:6]
    )
    for step in OPEN_STEPS(account=account.pk):
        print(step.text, step.due_on)

A queryset without `values_list` brings its records instead, with what it annotates; it joins no others.

What differs from one run to the next is `Given`: keys, days, readers. All the rest is kept, so a queryset
that looks at the clock or at who reads cannot be prepared; a day left in one is refused.
"""

import re
from collections import namedtuple
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Expression, Field, QuerySet

DAY = re.compile(r"\d{4}-\d\d-\d\d.*")


class Given(Expression):
    """A value that is given when the statement runs: one value, or a list of them for `__in`.

    What the database's driver does not take as it is, as days and UUIDs, needs its field.
    """

    def __init__(self, name: str, output_field: "Field[Any, Any] | None" = None) -> None:
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        """Leave a place open, with itself as the parameter."""
        return "%s", [self]

    def values(self, given: Any) -> list[Any]:
        """Return what was given as the database takes it."""
        values = given if isinstance(given, list) else [given]
        field: Any = self._output_field_or_none  # type: ignore[attr-defined]  # django-stubs: not described
        return [field.get_db_prep_value(value, connection) for value in values] if field else values


@dataclass(frozen=True)
class Statement:
    """SQL in the pieces between its parameters, and how its rows are read."""

    pieces: list[str]
    parameters: tuple[Any, ...]
    converters: dict[int, tuple[list[Any], Any]]
    make: Callable[[list[Any]], Any]

    @classmethod
    def of(cls, queryset: "QuerySet[Any, Any]") -> "Statement":
        """Put the SQL of a queryset together for the database in use."""
        compiler = queryset.query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        if any(DAY.fullmatch(str(parameter)) for parameter in parameters):
            raise ValueError(f"A prepared statement would keep the day of its first run: {sql}")
        columns = [column for column, *_ in compiler.select[: compiler.col_count]]
        return cls(
            pieces=sql.split("%s"),
            parameters=tuple(parameters),
            converters=compiler.get_converters(columns),
            make=maker(queryset),
        )

    def bound(self, given: dict[str, Any]) -> tuple[str, list[Any]]:
        """Return the SQL and its parameters, with what was given in the open places."""
        sql, values = self.pieces[:1], []
        for parameter, piece in zip(self.parameters, self.pieces[1:], strict=True):
            some = (
                parameter.values(given[parameter.name])
                if isinstance(parameter, Given)
                else [parameter]
            )
            # Among no values there is nothing: IN (NULL) holds for no row.
            sql += [", ".join(["%s"] * len(some)) or "NULL", piece]
            values += some
        return "".join(sql), values

    def read(self, rows: list[Any]) -> Iterator[Any]:
        """Yield the rows of the database as Python has them."""
        for row in rows:
            values = list(row)
            for place, (steps, column) in self.converters.items():
                for step in steps:
                    values[place] = step(values[place], column, connection)
            yield self.make(values)


def maker(queryset: "QuerySet[Any, Any]") -> Callable[[list[Any]], Any]:
    """Return what makes a named tuple, or a record, of the values of a row."""
    if names := queryset.query.selected:
        row: Any = namedtuple("Row", list(names))  # type: ignore[misc]  # known at run time alone
        return row._make
    model, notes = queryset.model, list(queryset.query.annotation_select)
    fields = [field.attname for field in model._meta.concrete_fields]

    def record(values: list[Any]) -> Any:
        made = model.from_db(connection.alias, fields, values[: len(fields)])
        made.__dict__.update(zip(notes, values[len(fields) :], strict=True))
        return made

    return record


class Prepared:
    """A read put together once; made from a way to build its queryset."""

    def __init__(self, build: "Callable[[], QuerySet[Any, Any]]") -> None:
        self.build = build
        self.statements: dict[str, Statement] = {}

    def __call__(self, **given: Any) -> list[Any]:
        """Run it with these values; return its rows."""
        statement = self.statements.get(connection.vendor)
        if statement is None:
            statement = self.statements[connection.vendor] = Statement.of(self.build())
        with connection.cursor() as cursor:
            cursor.execute(*statement.bound(given))
            rows = cursor.fetchall()
        return list(statement.read(rows))
