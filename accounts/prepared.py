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

A queryset without `values_list` brings its records instead, with what it annotates and joins (`select_related`).
A list of querysets with the same columns is read as one statement, each in its own order and up to its own limit.

PostgreSQL would plan such a statement anew each time, which takes longer still: there it is prepared in the
database too, once for a connection. An "or" between what is given and what is not makes a poor plan for all.

What differs from one run to the next is `Given`: keys, days, readers. All the rest is kept, so a queryset
that looks at the clock or at who reads cannot be prepared; a day left in one is refused.
"""

import re
from collections import namedtuple
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import count
from typing import Any
from weakref import WeakKeyDictionary

from django.conf import settings
from django.db import connection
from django.db.models import Expression, Field, QuerySet
from django.db.models.query import get_related_populators

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
    def of(cls, built: "QuerySet[Any, Any] | list[QuerySet[Any, Any]]") -> "Statement":
        """Put the SQL of a queryset, or of several one below the other, together for the database in use."""
        if not isinstance(built, list):
            return cls.of_one(built)
        parts = [cls.of_one(queryset) for queryset in built]
        # Neither database takes ORDER BY and LIMIT in a part of a UNION as they are: they go inside.
        between, pieces = "SELECT * FROM (", [""]
        for place, part in enumerate(parts):
            pieces[-1] += between + part.pieces[0]
            pieces += part.pieces[1:]
            pieces[-1] += f") AS part{place}"
            between = " UNION ALL SELECT * FROM ("
        parameters = tuple(value for part in parts for value in part.parameters)
        return replace(parts[0], pieces=pieces, parameters=parameters)

    @classmethod
    def of_one(cls, queryset: "QuerySet[Any, Any]") -> "Statement":
        """Put the SQL of one queryset together."""
        compiler = queryset.query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        if any(DAY.fullmatch(str(parameter)) for parameter in parameters):
            raise ValueError(f"A prepared statement would keep the day of its first run: {sql}")
        columns = [column for column, *_ in compiler.select[: compiler.col_count]]
        return cls(
            pieces=sql.split("%s"),
            parameters=tuple(parameters),
            converters=compiler.get_converters(columns),
            make=maker(queryset, compiler),
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

    @cached_property
    def names(self) -> list[str]:
        """Return the names of what is given when it runs, each once."""
        return list(dict.fromkeys(one.name for one in self.parameters if isinstance(one, Given)))

    def numbered(self, lengths: dict[str, int]) -> tuple[str, list[Any]]:
        """Return the SQL with the number of what is given in its places, and the parameters that it keeps."""
        number, places = count(1), {}
        for name, length in lengths.items():
            places[name] = ", ".join(f"${next(number)}" for _value in range(length)) or "NULL"
        sql, kept = self.pieces[:1], []
        for parameter, piece in zip(self.parameters, self.pieces[1:], strict=True):
            if isinstance(parameter, Given):
                sql += [places[parameter.name], piece]
            else:
                sql += ["%s", piece]
                kept.append(parameter)
        return "".join(sql), kept

    def read(self, rows: list[Any]) -> Iterator[Any]:
        """Yield the rows of the database as Python has them."""
        for row in rows:
            values = list(row)
            for place, (steps, column) in self.converters.items():
                for step in steps:
                    values[place] = step(values[place], column, connection)
            yield self.make(values)


def maker(queryset: "QuerySet[Any, Any]", compiler: Any) -> Callable[[list[Any]], Any]:
    """Return what makes a named tuple, or a record with those that it joins, of the values of a row."""
    if names := queryset.query.selected:
        row: Any = namedtuple("Row", list(names))  # type: ignore[misc]  # known at run time alone
        return row._make
    model, places = queryset.model, compiler.klass_info["select_fields"]
    fields = [compiler.select[place][0].target.attname for place in places]
    joined = get_related_populators(compiler.klass_info, compiler.select, connection.alias)  # type: ignore[call-arg]  # django-stubs: of a later Django
    notes = list((compiler.annotation_col_map or {}).items())

    def record(values: list[Any]) -> Any:
        made = model.from_db(connection.alias, fields, values[places[0] : places[-1] + 1])
        for one in joined:
            one.populate(values, made)
        for name, place in notes:
            made.__dict__[name] = values[place]
        return made

    return record


class Prepared:
    """A read put together once; made from a way to build its queryset, or several to be read as one."""

    numbers = count()

    def __init__(
        self, build: "Callable[[], QuerySet[Any, Any] | list[QuerySet[Any, Any]]]"
    ) -> None:
        self.build = build
        self.name = f"tandem_{next(self.numbers)}"
        self.statements: dict[str, Statement] = {}

    def __call__(self, **given: Any) -> list[Any]:
        """Run it with these values; return its rows."""
        statement = self.statements.get(connection.vendor)
        if statement is None:
            statement = self.statements[connection.vendor] = Statement.of(self.build())
        with connection.cursor() as cursor:
            if keeps_plans():
                cursor.execute(*planned(self.name, statement, given))
            else:
                cursor.execute(*statement.bound(given))
            rows = cursor.fetchall()
        return list(statement.read(rows))


# Which plans each open connection to PostgreSQL keeps.
PLANS: "WeakKeyDictionary[Any, set[str]]" = WeakKeyDictionary()


def keeps_plans() -> bool:
    """Whether the database in use keeps plans for a connection."""
    return connection.vendor == "postgresql" and settings.DATABASE_KEEPS_PLANS


def planned(name: str, statement: Statement, given: dict[str, Any]) -> tuple[str, list[Any]]:
    """Return what runs a statement by a plan that the connection keeps, and make it where there is none for as many values."""
    values = {one: some_of(given[one]) for one in statement.names}
    lengths = {one: len(some) for one, some in values.items()}
    plan = "_".join([name, *(str(length) for length in lengths.values() if length != 1)])
    keep(plan, lambda: statement.numbered(lengths))
    flat = [value for some in values.values() for value in some]
    places = ", ".join(["%s"] * len(flat))
    return f"EXECUTE {plan} ({places})" if flat else f"EXECUTE {plan}", flat


def keep(plan: str, numbered: Callable[[], tuple[str, list[Any]]]) -> None:
    """Let the connection keep a plan of this name, unless it does: its SQL with numbered places, and what never changes."""
    kept = PLANS.setdefault(connection.connection, set())
    if plan not in kept:
        with connection.connection.cursor() as cursor:
            sql, constants = numbered()
            cursor.execute(f"PREPARE {plan} AS {sql}", constants)
        kept.add(plan)


def some_of(given: Any) -> list[Any]:
    """Return what was given as a list, a longer one with its last value again and again: few lengths, few plans."""
    some = given if isinstance(given, list) else [given]
    room = 1 << (len(some) - 1).bit_length() if some else 0
    return some + some[-1:] * (room - len(some))
