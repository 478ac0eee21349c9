"""What a run has to remember beyond its process: rows left out, and references still to be set.

Both are files that only grow. Whoever holds the job writes files of its own, named by its fence, so that a
worker that was only slow spoils nobody's; each batch saves, in its transaction, how long they are. Whoever
takes over copies that much of them: what came after it belongs to a batch that was never written.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from odos.exchange.reports import ImportReport
from odos.exchange.sources import SourceRow
from odos.jobs.issues import issue_from_kept, issue_to_kept
from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid
from odos.kernel.texts import text

Save = Callable[[Mapping[str, Any]], None]


@dataclass(frozen=True)
class Late:
    """A record that is in, whose references within its own entity are still to be set, by field id."""

    record_id: int
    source: SourceRow
    names: Mapping[str, str]


class _Lines:
    """A file of JSON lines. ``length`` is in bytes."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = path.open("wb")
        self.length = 0

    def take_over(self, earlier: Path, length: int) -> None:
        """Begin with the first bytes of another file; raises `Invalid` where they are gone."""
        if length and (not earlier.exists() or earlier.stat().st_size < length):
            raise _lost()
        if length:
            with earlier.open("rb") as source:
                shutil.copyfileobj(source, self._file)
        self._file.truncate(length)
        self._file.seek(length)
        self.length = length

    def append(self, value: Mapping[str, Any]) -> None:
        self.length += self._file.write(orjson.dumps(value, option=orjson.OPT_APPEND_NEWLINE))

    def secure(self) -> None:
        """What was appended outlives the machine's power."""
        self._file.flush()
        os.fsync(self._file.fileno())

    def read(self, start: int = 0) -> Iterator[tuple[int, dict[str, Any]]]:
        """Each value with the place behind it, up to what is there now."""
        self._file.flush()
        end = self.length
        with self._path.open("rb") as file:
            file.seek(start)
            while file.tell() < end:
                line = orjson.loads(file.readline())
                yield file.tell(), line

    def close(self) -> None:
        self._file.close()


class Journal:
    """The journal of one holder. ``report`` and ``late_done`` are where the run is."""

    def __init__(self, directory: Path, fence: int, save: Save) -> None:
        directory.mkdir(parents=True, exist_ok=True)
        self.report = ImportReport()
        self.late_done = 0
        self._directory, self._fence, self._save = directory, fence, save
        self._left_out = _Lines(self._place("left_out", fence))
        self._late = _Lines(self._place("late", fence))

    def resume(self, saved: Mapping[str, Any]) -> None:
        """Take over from the holder that saved this; raises `Invalid` where its files are gone."""
        fence = int(saved["fence"])
        self.report = ImportReport.from_json(saved["report"])
        self.late_done = int(saved["late_done"])
        self._left_out.take_over(self._place("left_out", fence), int(saved["left_out"]))
        self._late.take_over(self._place("late", fence), int(saved["late"]))

    def leave_out(self, row: SourceRow, issues: Sequence[Issue]) -> None:
        """Note a row that was left out, or written without a reference."""
        self._left_out.append({**_row_json(row), "issues": [issue_to_kept(issue) for issue in issues]})

    def postpone(self, late: Late) -> None:
        """Note a record whose references are to be set when all rows are in."""
        names = dict(late.names)
        self._late.append({**_row_json(late.source), "id": late.record_id, "names": names})

    def list_left_out(self) -> Iterator[tuple[SourceRow, list[Issue]]]:
        """All that was left out so far, in the order it was found."""
        for _place, line in self._left_out.read():
            yield _row(line), [issue_from_kept(kept) for kept in line["issues"]]

    def list_late(self) -> Iterator[tuple[int, Late]]:
        """What is still to be set, each with the place that `late_done` has when it is."""
        for place, line in self._late.read(self.late_done):
            yield place, Late(line["id"], _row(line), line["names"])

    def save(self) -> None:
        """Make all that is noted outlive this process; in the transaction of the batch it belongs to."""
        for lines in (self._left_out, self._late):
            lines.secure()
        self._save(
            {
                "fence": self._fence,
                "report": self.report.as_json(),
                "left_out": self._left_out.length,
                "late": self._late.length,
                "late_done": self.late_done,
            }
        )

    def close(self) -> None:
        """Close the files; they stay."""
        self._left_out.close()
        self._late.close()

    def _place(self, name: str, fence: int) -> Path:
        return self._directory / f"{name}.{fence}"


@contextmanager
def passing_journal() -> Iterator[Journal]:
    """A journal of a run that is not taken up by anybody else."""
    with ExitStack() as stack:
        directory = stack.enter_context(tempfile.TemporaryDirectory())
        journal = Journal(Path(directory), 0, lambda _state: None)
        stack.callback(journal.close)
        yield journal


def _row_json(row: SourceRow) -> dict[str, Any]:
    return {"number": row.number, "cells": dict(row.cells)}


def _row(line: Mapping[str, Any]) -> SourceRow:
    return SourceRow(line["number"], line["cells"])


def _lost() -> Invalid:
    message = text("The list of the rows left out so far is gone", "此前未导入的行的清单已丢失")
    hint = text(
        "Load the file again with a field to match by: rows that are in are changed, not added",
        "请设置匹配字段后重新导入该文件：已导入的行会被更新，不会重复新增",
    )
    return Invalid(None, [Issue("journal_lost", message, ("file",), hint)])
