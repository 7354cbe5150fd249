"""The domain: brand voices, sources, facts, outlines, sections, articles.

Field names of `Article` and `BrandVoice` are the columns' names of the store. Reading is tolerant where
older rows or models are (bare-string facts, missing optional fields); bounds are strict everywhere else.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import (
    AwareDatetime,
    Field,
    StringConstraints,
    field_validator,
    model_validator,
)

from snowball_core.brand_voice import BrandVoice as BrandVoice
from snowball_core.brand_voice import Formatting as Formatting
from snowball_core.brand_voice import SentenceStructure as SentenceStructure
from snowball_core.brand_voice import StyleDNA as StyleDNA
from snowball_core.brand_voice import Vocabulary as Vocabulary
from snowball_core.model import Line as Line
from snowball_core.model import Model as Model
from snowball_core.model import Text as Text
from snowball_core.text import clean_line

KEYWORD_CHARACTERS = 200
SOURCE_CHARACTERS = 5_000_000
MAX_SECTIONS = 40
NOTE_CHARACTERS = 1_000


Keyword = Annotated[Line, StringConstraints(min_length=1, max_length=KEYWORD_CHARACTERS)]
FactId = Annotated[str, StringConstraints(pattern=r"^F[1-9]\d*$")]
SourceId = Annotated[str, StringConstraints(pattern=r"^S[1-9]\d*$")]


# --- research ------------------------------------------------------------------------------------


class Source(Model):
    """A text that facts are taken from.

    `url` is http(s) for pages, None for pasted or uploaded text. `read_characters` says how much of the
    text was given to the model (0 until the research has run), `note` what the reader should know about it.
    `own`: the user brought it.
    """

    id: SourceId
    url: Annotated[str, StringConstraints(pattern=r"^https?://\S+$", max_length=2_000)] | None = None
    title: Annotated[Line, StringConstraints(min_length=1, max_length=300)]
    text: Annotated[Text, StringConstraints(min_length=1, max_length=SOURCE_CHARACTERS)]
    origin: Literal["web", "upload", "paste"] = "web"
    included: bool = True
    published: Annotated[Line, StringConstraints(max_length=40)] = ""
    read_characters: int = 0
    note: Line = ""
    own: bool = False

    @field_validator("title", mode="before")
    @classmethod
    def _shorten_title(cls, title: Any) -> Any:
        cleaned = clean_line(title)
        return cleaned[:300] if isinstance(cleaned, str) else cleaned


class Evidence(Model):
    """A quote in a source. `verified`: the quote really stands there (checked by the program).

    `withdrawn`: the source was excluded, so the quote proves nothing for the time being.
    """

    source_id: str = ""
    quote: Text = ""
    verified: bool = False
    withdrawn: bool = False


class Fact(Model):
    """A statement with its evidence.

    `corroborations` are the same statement in further sources. `accepted`: a human took the fact in
    knowingly although no quote proves it. `withdrawn`: every source that it was read in was excluded.
    A bare string becomes a fact without quote, unverified.
    """

    id: str = ""
    text: Annotated[Text, StringConstraints(min_length=1, max_length=1_000)]
    source_id: str = ""
    quote: Text = ""
    verified: bool = False
    included: bool = True
    accepted: bool = False
    withdrawn: bool = False
    corroborations: list[Evidence] = Field(default_factory=list)

    @model_validator(mode="before")
    @classmethod
    def _accept_bare_string(cls, data: Any) -> Any:
        return {"text": data} if isinstance(data, str) else data

    @property
    def usable(self) -> bool:
        """Only facts that are verified, or taken in knowingly, reach a writer; none of excluded sources."""
        return self.included and not self.withdrawn and (self.verified or self.accepted)

    @property
    def evidence(self) -> list[Evidence]:
        """All evidence, the main quote first."""
        main = Evidence(source_id=self.source_id, quote=self.quote, verified=self.verified, withdrawn=self.withdrawn)
        return [main, *self.corroborations]


class ContentGap(Model):
    """What competing pages leave out."""

    missing_topics: list[Line] = Field(default_factory=list)
    outdated_info: Text = ""
    user_intent_gaps: list[Line] = Field(default_factory=list)


class SourceSummary(Model):
    """A source as the older rows kept it."""

    url: str = ""
    title: str = ""


class CompetitorData(Model):
    """The research: facts, gaps, and which pages were read. Fact ids are unique, missing ones are given."""

    fact_sheet: list[Fact] = Field(default_factory=list)
    content_gap: ContentGap = Field(default_factory=ContentGap)
    sources_summary: list[SourceSummary] = Field(default_factory=list)

    @model_validator(mode="after")
    def _number_facts(self) -> CompetitorData:
        taken = {fact.id for fact in self.fact_sheet if fact.id}
        free = (f"F{n}" for n in range(1, len(self.fact_sheet) + len(taken) + 1) if f"F{n}" not in taken)
        for fact in self.fact_sheet:
            if not fact.id:
                fact.id = next(free)
        if len({fact.id for fact in self.fact_sheet}) < len(self.fact_sheet):
            raise ValueError("two facts have the same id")
        return self


# --- outline and sections ------------------------------------------------------------------------


class OutlineSection(Model):
    """One section to write. `fact_ids`: the facts it is to use; empty means all."""

    id: Annotated[int, Field(gt=0)]
    heading: Annotated[Line, StringConstraints(min_length=3, max_length=200)]
    instruction_note: Annotated[Text, StringConstraints(min_length=10, max_length=2_000)]
    keywords_to_include: list[Annotated[Line, StringConstraints(min_length=1, max_length=100)]] = Field(
        default_factory=list, max_length=20
    )
    fact_ids: list[FactId] = Field(default_factory=list)


class Replan(Model):
    """What the editor asked the planner for: another outline, or another plan of one section.

    `note` is his wish in words, `nonce` makes the answer a new one (the same for every retry of the wish).
    """

    note: Annotated[Text, StringConstraints(max_length=NOTE_CHARACTERS)] = ""
    section_id: int | None = None
    nonce: str = ""


class ArticleOutline(Model):
    """The plan of an article: 1 to 40 sections with unique ids."""

    title: Annotated[Line, StringConstraints(min_length=3, max_length=200)]
    sections: list[OutlineSection] = Field(min_length=1, max_length=MAX_SECTIONS)

    @model_validator(mode="after")
    def _ids_are_unique(self) -> ArticleOutline:
        ids = [section.id for section in self.sections]
        doubled = sorted({i for i in ids if ids.count(i) > 1})
        if doubled:
            raise ValueError(f"section ids must be unique; {doubled} occur more than once")
        return self


class Severity(StrEnum):
    """How much a finding matters: blocking stops an unattended finish, a hint is only shown."""

    BLOCKING = "blocking"
    WARNING = "warning"
    HINT = "hint"


class Finding(Model):
    """A place in a section's Markdown where a rule is broken. `start`/`end` are character offsets."""

    check: str
    severity: Severity
    message: str
    start: int = 0
    end: int = 0
    excerpt: str = ""


class SectionState(StrEnum):
    """Where a section stands."""

    PENDING = "pending"
    WRITING = "writing"
    DRAFT = "draft"
    APPROVED = "approved"
    FAILED = "failed"


class Section(Model):
    """One written section.

    `id` is the outline section's id, `markdown` the draft's body without its heading, `polished` the
    editor's version (empty until polished). `fingerprint` identifies all that the draft depends on
    (see `writing.snowball`); when that changes the section is `stale`. `polish_fingerprint` identifies what
    the polished version was made from. `revision` rises with every change. `note` is the editor's wish to
    the writer; `attempt` counts how often another text was asked for, so that the cache does not give the same.
    """

    id: int
    position: int
    markdown: Text = ""
    state: SectionState = SectionState.PENDING
    stale: bool = False
    findings: list[Finding] = Field(default_factory=list)
    polished: Text = ""
    polish_fingerprint: str = ""
    polish_findings: list[Finding] = Field(default_factory=list)
    use_polished: bool = True
    note: Annotated[Text, StringConstraints(max_length=NOTE_CHARACTERS)] = ""
    attempt: int = 0
    fingerprint: str = ""
    revision: int = 0

    @property
    def final_markdown(self) -> str:
        """The wording that goes into the HTML."""
        return self.polished if self.polished and self.use_polished else self.markdown


# --- article -------------------------------------------------------------------------------------


class Status(StrEnum):
    """Where an article stands on its path; the words are stored and shown."""

    QUEUED = "queued"
    RESEARCHING = "researching"
    RESEARCH_REVIEW = "research_review"
    OUTLINING = "outlining"
    OUTLINE_REVIEW = "outline_review"
    WRITING = "writing"
    SECTION_REVIEW = "section_review"
    POLISHING = "polishing"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Phase(StrEnum):
    """The durable phases; `trigger` is what happens before the first."""

    TRIGGER = "trigger"
    RESEARCH = "research"
    OUTLINE = "outline"
    WRITING = "writing"
    POLISH = "polish"


WORKING = {
    Status.QUEUED: Phase.RESEARCH,
    Status.RESEARCHING: Phase.RESEARCH,
    Status.OUTLINING: Phase.OUTLINE,
    Status.WRITING: Phase.WRITING,
    Status.POLISHING: Phase.POLISH,
}
"""The statuses in which the program works, and in which phase."""

FINISHED = {Status.COMPLETED, Status.FAILED, Status.CANCELLED}


class Brief(Model):
    """What the author wants beyond the keyword. `language` is a BCP 47 code; `words` 0 means no wish."""

    audience: Annotated[Line, StringConstraints(max_length=200)] = ""
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")] = "en"
    words: Annotated[int, Field(ge=0, le=20_000)] = 0
    search: bool = True


class Article(Model):
    """An article and where it stands. `version` rises with every save (optimistic locking).

    `run` counts the starts of phases; together with the article's id and the phase it names the engine's
    workflow. `replan` is the last wish for another outline. `raw_content` is the whole Markdown draft so far,
    `# title` first; `current_step_index` the number of sections written.
    """

    id: str
    keyword: Keyword
    voice_id: str
    status: Status = Status.QUEUED
    mode: Literal["guided", "autopilot"] = "guided"
    brief: Brief = Field(default_factory=Brief)
    competitor_data: CompetitorData | None = None
    outline: ArticleOutline | None = None
    replan: Replan | None = None
    raw_content: str = ""
    current_step_index: int = 0
    final_html: str = ""
    error_message: str = ""
    failed_at_phase: Phase | None = None
    run: int = 0
    created_at: AwareDatetime
    updated_at: AwareDatetime
    version: int = 1

    @model_validator(mode="before")
    @classmethod
    def _accept_nulls(cls, data: Any) -> Any:
        """Older rows hold NULL where this model has a default."""
        if not isinstance(data, dict):
            return data
        nullable = {"competitor_data", "outline", "replan", "failed_at_phase"}
        return {key: value for key, value in data.items() if value is not None or key in nullable}

    @property
    def autopilot(self) -> bool:
        """The article passes the reviews without a human."""
        return self.mode == "autopilot"

    @property
    def phase(self) -> Phase | None:
        """The phase that is under way, if the program works on the article."""
        return WORKING.get(self.status)
