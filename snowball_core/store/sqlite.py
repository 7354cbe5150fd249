"""The embedded store: one SQLite file in the data folder."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from snowball_core.errors import Conflict, InputError, NotFound, StoreUnavailable, VoiceInUse
from snowball_core.records import PartialText, Progress, Revision, UsageEvent
from snowball_core.schemas import Article, BrandVoice, Section, Source, Status
from snowball_core.store.connection import Database, folded
from snowball_core.store.failures import refused_by_system, unusable_folder
from snowball_core.store.listing import read_page
from snowball_core.store.protocol import ArticlePage, ArticleQuery, UsageGroup, UsageSums
from snowball_core.store.rows import decode, encode, encode_value, readable, timestamp
from snowball_core.store.statements import delete_one, insert, replace, update
from snowball_core.store.usage_sums import read_sums
from snowball_core.validation import as_input_error

FILE_NAME = "studio.sqlite"
BUSY_TIMEOUT = 10.0

_KEPT_BY_THE_STORE = frozenset({"id", "version", "created_at", "updated_at"})
_UNCHANGED = "id = :key AND ifnull(version, 1) = :read_at"
_NO_ARTICLE = "The article {} does not exist (any more)."
_NO_VOICE = "The voice {} does not exist (any more)."


def open_sqlite_store(data_dir: Path, clock: Callable[[], datetime]) -> SqliteStore:
    """Open the store in a folder, which is made (for its owner only) when it is missing.

    Raises:
        DataFolderUnusable: the folder cannot be made or written.
        StoreError: the database in it cannot be used; the message says what to do.
    """
    try:
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    except FileExistsError:
        raise unusable_folder(data_dir, "cannot be made: a file is in its place") from None
    except OSError as error:
        raise refused_by_system(data_dir / FILE_NAME, error) from error
    return SqliteStore(data_dir / FILE_NAME, clock)


class SqliteStore:
    """The `Store` in one SQLite file (see the protocol for what each method does).

    Safe for any number of threads and processes. Finished work is on the disk when a method returns;
    streaming text and progress are not waited for.

    Args:
        path: the file, made when it is missing; its folder must exist.
        clock: gives the time (aware) for `updated_at`.
        busy_timeout: how many seconds a writer waits for other writers.
        max_pages: bound of the file in pages of 4 KiB; None for no bound but the disk.

    Raises:
        StoreDamaged, StoreTooNew, DataFolderUnusable, StoreUnavailable, StoreFull: the file cannot be used.
    """

    def __init__(
        self,
        path: Path,
        clock: Callable[[], datetime],
        *,
        busy_timeout: float = BUSY_TIMEOUT,
        max_pages: int | None = None,
    ) -> None:
        self._clock = clock
        self._database = Database(path, clock, busy_timeout=busy_timeout, max_pages=max_pages)

    # voices

    def voices(self) -> list[BrandVoice]:
        """All voices by name."""
        return readable(self._rows("SELECT * FROM brand_voices ORDER BY casefold(name), id"), _voice)

    def voice(self, voice_id: str) -> BrandVoice:
        """One voice."""
        return _voice(self._row("SELECT * FROM brand_voices WHERE id = ?", voice_id, missing=_NO_VOICE))

    def create_voice(self, voice: BrandVoice) -> BrandVoice:
        """Add a voice."""
        with self._database.writing() as connection:
            _require_free_name(connection, voice)
            insert(connection, "brand_voices", encode(voice))
        return voice

    def update_voice(self, voice: BrandVoice) -> BrandVoice:
        """Save a voice."""
        saved = voice.model_copy(update={"version": voice.version + 1, "updated_at": self._clock()})
        with self._database.writing() as connection:
            _require_free_name(connection, voice)
            changes = encode(saved, without=frozenset({"id", "created_at"}))
            if not update(connection, "brand_voices", changes, _UNCHANGED, {"key": voice.id, "read_at": voice.version}):
                _require(connection, "brand_voices", voice.id, _NO_VOICE)
                raise Conflict(f"The voice {voice.name} was changed by someone else meanwhile.")
        return saved

    def delete_voice(self, voice_id: str) -> None:
        """Remove a voice that no article uses."""
        with self._database.writing() as connection:
            users = connection.execute("SELECT count(*) FROM articles WHERE voice_id = ?", (voice_id,)).fetchone()[0]
            if users:
                raise VoiceInUse(f"{users} article{'s use' if users > 1 else ' uses'} this voice.")
            delete_one(connection, "brand_voices", {"id": voice_id}, _NO_VOICE.format(voice_id))

    # articles

    def create_article(self, article: Article, sources: Sequence[Source] = ()) -> Article:
        """Add an article with its own sources."""
        with self._database.writing() as connection:
            insert(connection, "articles", encode(article))
            _put_sources(connection, article.id, sources)
        return article

    def article(self, article_id: str) -> Article:
        """One article."""
        return _article(self._row("SELECT * FROM articles WHERE id = ?", article_id, missing=_NO_ARTICLE))

    def update_article(self, article_id: str, version: int, **changes: Any) -> Article:
        """Change fields of an article."""
        if unknown := changes.keys() - (Article.model_fields.keys() - _KEPT_BY_THE_STORE):
            raise TypeError(f"not fields of an article that can be changed: {', '.join(sorted(unknown))}")
        current = self.article(article_id)
        if current.version != version:
            raise _article_conflict(current)
        changed = _changed(current, changes, self._clock())
        columns = {name: encode_value(getattr(changed, name)) for name in (*changes, "version", "updated_at")}
        with self._database.writing() as connection:
            if not update(connection, "articles", columns, _UNCHANGED, {"key": article_id, "read_at": version}):
                _require(connection, "articles", article_id, _NO_ARTICLE)
                raise _article_conflict(current)
        return changed

    def articles(self, query: ArticleQuery) -> ArticlePage:
        """A page of the list of articles."""
        with self._database.reading() as connection:
            return read_page(connection, query)

    def articles_in(self, statuses: frozenset[Status]) -> list[Article]:
        """All articles in one of the statuses, oldest first."""
        wanted = encode_value(sorted(statuses))
        sql = "SELECT * FROM articles WHERE status IN (SELECT value FROM json_each(?)) ORDER BY created_at, id"
        return readable(self._rows(sql, wanted), _article)

    def delete_article(self, article_id: str) -> None:
        """Remove an article and all that belongs to it; what it cost stays in the usage."""
        with self._database.writing() as connection:
            delete_one(connection, "articles", {"id": article_id}, _NO_ARTICLE.format(article_id))

    # sources

    def sources(self, article_id: str) -> list[Source]:
        """An article's sources, S1 first."""
        rows = self._rows("SELECT * FROM sources WHERE article_id = ? ORDER BY length(id), id", article_id)
        return [decode(Source, row, f"Source {row['id']} of article {article_id}") for row in rows]

    def save_sources(self, article_id: str, sources: Sequence[Source]) -> None:
        """Add or replace sources."""
        with self._database.writing() as connection:
            _put_sources(connection, article_id, sources)

    def delete_source(self, article_id: str, source_id: str) -> None:
        """Remove one source."""
        keys = {"article_id": article_id, "id": source_id}
        with self._database.writing() as connection:
            delete_one(connection, "sources", keys, f"The article has no source {source_id} (any more).")

    # sections

    def sections(self, article_id: str) -> list[Section]:
        """An article's sections by position."""
        rows = self._rows("SELECT * FROM sections WHERE article_id = ? ORDER BY position, id", article_id)
        return [decode(Section, row, f"Section {row['id']} of article {article_id}") for row in rows]

    def save_section(self, article_id: str, section: Section) -> Section:
        """Save a section."""
        saved = section.model_copy(update={"revision": section.revision + 1})
        with self._database.writing() as connection:
            _require(connection, "articles", article_id, _NO_ARTICLE)
            if section.revision != _stored_revision(connection, article_id, section.id):
                raise Conflict(f"Section {section.id} was changed by someone else meanwhile.")
            replace(connection, "sections", {"article_id": article_id, **encode(saved)})
        return saved

    def delete_sections(self, article_id: str, keep: frozenset[int]) -> None:
        """Remove the sections whose id is not in `keep`."""
        sql = "DELETE FROM sections WHERE article_id = ? AND id NOT IN (SELECT value FROM json_each(?))"
        with self._database.writing() as connection:
            connection.execute(sql, (article_id, encode_value(sorted(keep))))

    # live work

    def save_partial(self, partial: PartialText) -> None:
        """Keep the streaming text of a section."""
        with self._database.writing(durable=False) as connection:
            replace(connection, "partials", encode(partial))

    def partials(self, article_id: str) -> list[PartialText]:
        """The sections that are streaming in just now."""
        rows = self._rows("SELECT * FROM partials WHERE article_id = ? ORDER BY section_id", article_id)
        return readable(rows, lambda row: decode(PartialText, row, f"The live text of article {article_id}"))

    def clear_partial(self, article_id: str, section_id: int) -> None:
        """Forget the streaming text."""
        with self._database.writing(durable=False) as connection:
            connection.execute("DELETE FROM partials WHERE article_id = ? AND section_id = ?", (article_id, section_id))

    def save_progress(self, progress: Progress) -> None:
        """Keep what the program does on an article just now."""
        with self._database.writing(durable=False) as connection:
            replace(connection, "progress", encode(progress))

    def progress(self, article_id: str) -> Progress | None:
        """What the program does, or did last."""
        rows = self._rows("SELECT * FROM progress WHERE article_id = ?", article_id)
        found = readable(rows, lambda row: decode(Progress, row, f"The progress of article {article_id}"))
        return found[0] if found else None

    # history and usage

    def add_revision(self, revision: Revision) -> Revision:
        """Keep an earlier state."""
        with self._database.writing() as connection:
            number = insert(connection, "revisions", encode(revision, without=frozenset({"id"})))
        return revision.model_copy(update={"id": number})

    def revisions(self, article_id: str, subject: str | None = None) -> list[Revision]:
        """The kept states, newest first."""
        sql = "SELECT * FROM revisions WHERE article_id = ? AND subject = ifnull(?, subject) ORDER BY at DESC, id DESC"
        return readable(
            self._rows(sql, article_id, subject), lambda row: decode(Revision, row, f"Revision {row['id']}")
        )

    def add_usage(self, event: UsageEvent) -> None:
        """Record one call."""
        with self._database.writing() as connection:
            insert(connection, "usage_events", encode(event))

    def usage(self, article_id: str | None = None, since: datetime | None = None) -> list[UsageEvent]:
        """The recorded calls, oldest first."""
        values: list[str] = []
        sql = "SELECT * FROM usage_events WHERE TRUE"
        if article_id is not None:
            sql += " AND article_id = ?"
            values.append(article_id)
        if since is not None:
            sql += " AND at >= ?"
            values.append(timestamp(since))
        rows = self._rows(sql + " ORDER BY at, id", *values)
        return readable(rows, lambda row: decode(UsageEvent, row, f"Usage event {row['id']}"))

    def usage_sums(self, by: UsageGroup, since: datetime | None = None, limit: int | None = None) -> list[UsageSums]:
        """The recorded calls, added up."""
        with self._database.reading() as connection:
            return read_sums(connection, by, since, limit)

    # itself

    def check(self) -> None:
        """Prove that the store can be read and written."""
        with self._database.writing() as connection:
            replace(connection, "self_check", {"id": 1, "at": timestamp(self._clock())})
        self._row("SELECT at FROM self_check WHERE id = ?", 1, missing="The check of the store was not kept.")
        if not self._database.path.exists():
            raise StoreUnavailable(f"The database {self._database.path} was removed while it was open.")

    def close(self) -> None:
        """Release files and connections."""
        self._database.close()

    def _rows(self, sql: str, *values: Any) -> list[sqlite3.Row]:
        with self._database.reading() as connection:
            return connection.execute(sql, values).fetchall()

    def _row(self, sql: str, key: Any, *, missing: str) -> sqlite3.Row:
        rows = self._rows(sql, key)
        if not rows:
            raise NotFound(missing.format(key))
        return rows[0]


def _voice(row: sqlite3.Row) -> BrandVoice:
    return decode(BrandVoice, row, f"Voice {row['id']}")


def _article(row: sqlite3.Row) -> Article:
    return decode(Article, row, f"Article {row['id']}")


def _changed(current: Article, changes: dict[str, Any], now: datetime) -> Article:
    """The article with the changes, checked as a whole: also what was changed inside a given model."""
    plain = {name: value.model_dump() if isinstance(value, BaseModel) else value for name, value in changes.items()}
    kept = {"version": current.version + 1, "updated_at": now}
    try:
        return Article.model_validate(current.model_dump() | plain | kept)
    except ValidationError as error:
        raise as_input_error(error, "This change of the article") from None


def _article_conflict(current: Article) -> Conflict:
    return Conflict(f"The article “{current.keyword}” was changed by someone else meanwhile.")


def _require(connection: sqlite3.Connection, table: str, key: str, missing: str) -> None:
    if connection.execute(f"SELECT 1 FROM {table} WHERE id = ?", (key,)).fetchone() is None:  # noqa: S608
        raise NotFound(missing.format(key))


def _require_free_name(connection: sqlite3.Connection, voice: BrandVoice) -> None:
    """Within a writing transaction, so that nobody takes the name in between."""
    sql = "SELECT 1 FROM brand_voices WHERE casefold(name) = ? AND id <> ?"
    if connection.execute(sql, (folded(voice.name), voice.id)).fetchone():
        raise InputError(f"There is a voice named {voice.name} already.", hint="Choose another name.")


def _put_sources(connection: sqlite3.Connection, article_id: str, sources: Sequence[Source]) -> None:
    for source in sources:
        replace(connection, "sources", {"article_id": article_id, **encode(source)})


def _stored_revision(connection: sqlite3.Connection, article_id: str, section_id: int) -> int:
    sql = "SELECT ifnull(revision, 0) FROM sections WHERE article_id = ? AND id = ?"
    found = connection.execute(sql, (article_id, section_id)).fetchone()
    return found[0] if found else 0
