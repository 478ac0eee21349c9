"""``manage.py import_csv ENTITY FILE --map MAP``: load the rows of a CSV file into an entity."""

from __future__ import annotations

import uuid
from argparse import ArgumentParser
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, TextIO

import yaml
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from odos.accounts.principals import Principal, system_principal
from odos.accounts.queries import find_principal_by_id
from odos.database.session import fetch_value
from odos.exchange.mapping import ImportMapping, read_mapping, same_names
from odos.exchange.operations import import_rows
from odos.exchange.reports import ErrorFile, FindingCounts, ImportReport, describe
from odos.exchange.sources import Source, SourceRow, open_source
from odos.kernel.clock import utc_now
from odos.kernel.issues import Issue
from odos.kernel.problems import Problem
from odos.kernel.workspaces import Workspace
from odos.records.context import Context, person_context
from odos.storage.active import active_schema

_SHOWN = 10
_FIND = "select id from user_account where username = %s and deleted_at is null"


class Command(BaseCommand):
    """Prints counts and the first findings; all of them go, with their rows, into an error file."""

    help = "Load the rows of a CSV file into an entity, as a mapping file says."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """See ``docs/import.md`` for the mapping file."""
        parser.add_argument("entity", help="key of the entity, e.g. opportunity")
        parser.add_argument("file", type=Path, help="the CSV file; its first line names the columns")
        parser.add_argument("--map", type=Path, help="YAML mapping; without it columns are field keys")
        parser.add_argument("--dry-run", action="store_true", help="check everything, write nothing")
        parser.add_argument("--errors", type=Path, help="where to write the rows left out")
        parser.add_argument("--encoding", help="e.g. utf-8, gb18030; found out by default")
        parser.add_argument("--delimiter", help="found out by default")
        parser.add_argument("--user", help="act as this user, with their rights; the system by default")
        parser.add_argument("--workspace", default=settings.ODOS_WORKSPACE)

    def handle(self, *args: Any, **options: Any) -> None:
        """Ends with an error when rows were left out."""
        try:
            report = self._run(options)
        except Problem as refusal:
            raise CommandError(_explain(refusal)) from refusal
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}") from error
        self._print(report)
        if report.failed or report.incomplete:
            raise CommandError(f"not everything could be loaded; see {self._errors(options)}", returncode=2)

    def _run(self, options: dict[str, Any]) -> ImportReport:
        context = _context(Workspace(options["workspace"]), options["user"])
        mapping = _mapping(options["map"])
        encoding = options["encoding"] or (mapping.encoding if mapping else None)
        delimiter = options["delimiter"] or (mapping.delimiter if mapping else None)
        with open_source(options["file"], encoding=encoding, delimiter=delimiter) as source:
            return self._load(context, source, mapping, options)

    def _load(
        self, context: Context, source: Source, mapping: ImportMapping | None, options: dict[str, Any]
    ) -> ImportReport:
        entity = context.schema.get_entity(options["entity"])
        with closing(_Failures(self._errors(options), source.columns)) as failures:
            report = import_rows(
                context=context,
                entity=entity.key,
                source=source,
                mapping=mapping or same_names(source.columns, list(entity.fields)),
                failures=failures,
                dry_run=options["dry_run"],
                progress=self._show_progress,
            )
        for line in failures.counts.lines(_SHOWN):
            self.stderr.write(line)
        return report

    def _show_progress(self, rows: int) -> None:
        if self.stderr.isatty():
            self.stderr.write(f"{rows} rows", ending="\r")

    def _errors(self, options: dict[str, Any]) -> Path:
        chosen: Path | None = options["errors"]
        return chosen or Path(f"{options['file'].stem}.errors.csv")

    def _print(self, report: ImportReport) -> None:
        counts = {name: value for name, value in report.as_json().items() if name != "dry_run"}
        ignored = counts.pop("ignored_columns")
        added = counts.pop("added")
        title = "Would be loaded" if report.dry_run else "Loaded"
        self.stdout.write(f"{title}: " + ", ".join(f"{name} {value}" for name, value in counts.items()))
        for entity, number in added.items():
            self.stdout.write(f"Made because a cell named them: {number} {entity}")
        if ignored:
            self.stdout.write(f"Columns left out: {', '.join(ignored)}")


class _Failures:
    """Counts findings and writes the rows into the error file, which it opens with the first one."""

    def __init__(self, path: Path, columns: Sequence[str]) -> None:
        self.counts = FindingCounts()
        self._path = path
        self._columns = columns
        self._file: TextIO | None = None
        self._sink: ErrorFile | None = None

    def __call__(self, row: SourceRow, issues: Sequence[Issue]) -> None:
        if self._sink is None:
            self._file = self._path.open("w", encoding="utf-8-sig", newline="")
            self._sink = ErrorFile(self._file, self._columns)
        self._sink(row, issues)
        self.counts(row, issues)

    def close(self) -> None:
        """Close the file, if there is one."""
        if self._file is not None:
            self._file.close()


def _context(workspace: Workspace, username: str | None) -> Context:
    actor, correlation = _actor(workspace, username), uuid.uuid4()
    schema = active_schema(workspace)
    return person_context(workspace, schema, actor, utc_now(), source="import", correlation=correlation)


def _actor(workspace: Workspace, username: str | None) -> Principal:
    if username is None:
        return system_principal(workspace)
    user_id = fetch_value(workspace, _FIND, [username])
    found = find_principal_by_id(workspace=workspace, user_id=user_id) if user_id else None
    if found is None:
        raise CommandError(f"there is no active user {username!r}")
    return found


def _mapping(path: Path | None) -> ImportMapping | None:
    if path is None:
        return None
    try:
        return read_mapping(yaml.safe_load(path.read_text(encoding="utf-8")))
    except yaml.YAMLError as error:
        raise CommandError(f"{path} is not valid YAML: {error}") from error


def _explain(refusal: Problem) -> str:
    """The refusal with its hints."""
    return "\n".join([str(refusal.detail or refusal.title), *(describe(issue) for issue in refusal.issues)])
