"""The path of an article: what every phase reads, asks, keeps, and hands to the next one."""

from __future__ import annotations

import threading

import pytest

from snowball_core.pipeline import run_phase
from snowball_core.sandbox.faults import Fault, FaultKind
from snowball_core.schemas import CompetitorData, Evidence, Fact, Phase, Source, Status
from tests.pipeline.workshop import EXTRACT, GAPS, PLAN, POLISH, WRITE, InlineSteps, page

SKERRY = "The Skerry light was lit in 1811 by Ada Stone."
HEIGHT = "Its tower stands 35 metres high."
OIL = "The lamp burned whale oil until 1860."
KEEPERS = "Three keepers lived on the rock at a time."
PAGE = f"# Skerry\n\n{SKERRY} {HEIGHT} {OIL} {KEEPERS}"

STATEMENTS = [(SKERRY, SKERRY), ("The tower stands 35 metres high.", HEIGHT), (OIL, OIL), (KEEPERS, KEEPERS)]
BODIES = [f"{SKERRY[:-1]} [F1].", "Its tower is 35 metres high [F2].", f"{OIL[:-1]} [F3].", f"{KEEPERS[:-1]} [F4]."]


@pytest.fixture
def skerry(workshop, mind):
    """One page with four facts, planned as four sections of one fact each."""
    workshop.pages = [page(1, PAGE)]
    mind.reads(page1=STATEMENTS)
    mind.plans(*({"fact_ids": [f"F{n}"]} for n in range(1, 5)))
    mind.writes(*BODIES)
    mind.repeats_the_draft()
    return workshop


def sections(workshop):
    return workshop.store.sections("a1")


# --- the whole path ------------------------------------------------------------------------------


async def test_autopilot_passes_all_phases_and_the_result_cites_its_source(skerry):
    article = await skerry.finish(skerry.article())
    assert article.status is Status.COMPLETED, article.error_message
    assert article.outline.title in article.final_html
    assert "https://site1.example/page" in article.final_html
    assert article.raw_content.startswith("# The lights of Skerry\n\n## Part 1\n\n")
    assert article.current_step_index == 4


async def test_guided_stops_at_every_review_and_pays_for_nothing_beyond_it(skerry, mind):
    article = await skerry.finish(skerry.article(mode="guided"))
    assert article.status is Status.RESEARCH_REVIEW
    assert {request.task for request in mind.shown} == {EXTRACT, GAPS}
    for following, review in [(Status.OUTLINING, Status.OUTLINE_REVIEW), (Status.WRITING, Status.SECTION_REVIEW)]:
        article = skerry.store.update_article("a1", article.version, status=following)
        article = await skerry.finish(article)
        assert article.status is review
    assert not mind.asked(POLISH)


async def test_a_phase_that_runs_again_asks_nothing_and_changes_nothing(skerry, mind):
    first = await skerry.finish(skerry.article())
    asked = len(mind.shown)
    before = sections(skerry)
    for status in (Status.RESEARCHING, Status.OUTLINING, Status.WRITING, Status.POLISHING):
        article = skerry.store.article("a1")
        await skerry.run(skerry.store.update_article("a1", article.version, status=status))
    assert len(mind.shown) == asked
    assert sections(skerry) == before
    assert skerry.store.article("a1").final_html == first.final_html


async def test_steps_are_begun_in_the_same_order_whenever_a_phase_runs(skerry):
    orders = []
    for _ in range(2):
        steps = InlineSteps()
        article = skerry.store.article("a1") if orders else skerry.article()
        changes = {"status": Status.RESEARCHING, "competitor_data": None}
        article = skerry.store.update_article("a1", article.version, **changes)
        job = skerry.job(article, Phase.RESEARCH, steps)
        await run_phase(job)
        orders.append(steps.names)
    assert orders[0] == orders[1] == ["search", "extract facts · S1", "find gaps"]


# --- research ------------------------------------------------------------------------------------


async def test_one_statement_of_two_pages_is_one_fact_with_both_sources(workshop, mind):
    other = "Ada Stone lit the Skerry light in 1811."
    workshop.pages = [page(1, PAGE), page(2, other)]
    mind.reads(page1=[(SKERRY, SKERRY)], page2=[("In 1811, the Skerry light was lit by Ada Stone.", other)])
    article = await workshop.finish(workshop.article(mode="guided"))
    (fact,) = article.competitor_data.fact_sheet
    assert (fact.id, fact.source_id, fact.verified) == ("F1", "S1", True)
    assert fact.corroborations == [Evidence(source_id="S2", quote=other, verified=True)]


async def test_a_fact_whose_quote_does_not_stand_is_kept_for_the_human_and_reaches_no_writer(skerry, mind):
    mind.reads(page1=[*STATEMENTS, ("Lightning struck the tower twice.", "The tower was struck by lightning twice.")])
    article = await skerry.finish(skerry.article())
    invented = article.competitor_data.fact_sheet[-1]
    assert (invented.verified, invented.usable) == (False, False)
    writers = [request for request in mind.shown if request.task in {PLAN, WRITE, POLISH}]
    assert len(writers) == 9
    assert not any("Lightning" in text for request in writers for text in request.blocks.values())


async def test_a_quote_without_the_figure_of_its_statement_proves_nothing(workshop, mind):
    workshop.pages = [page(1, PAGE)]
    mind.reads(page1=[("The tower stands 350 metres high.", HEIGHT)])
    article = await workshop.finish(workshop.article(mode="guided"))
    assert [fact.verified for fact in article.competitor_data.fact_sheet] == [False]


async def test_a_fact_that_a_human_took_in_knowingly_reaches_the_writer(skerry, mind):
    article = await skerry.finish(skerry.article(mode="guided"))
    found = CompetitorData(fact_sheet=[Fact(id="F1", text="The keepers told of a ghost.", accepted=True)])
    article = skerry.store.update_article("a1", article.version, status=Status.OUTLINING, competitor_data=found)
    await skerry.run(article)
    assert "ghost" in mind.asked(PLAN)[0].text("FACTS")


async def test_one_refused_source_gets_a_note_and_does_not_stop_the_research(skerry):
    skerry.pages.append(page(2, "A page on Skerry that the provider blocks."))
    skerry.sandbox.faults.add(Fault(FaultKind.SAFETY, task=EXTRACT, contains="provider blocks", times=None))
    article = await skerry.finish(skerry.article(mode="guided"))
    assert article.status is Status.RESEARCH_REVIEW
    read, refused = skerry.store.sources("a1")
    assert (read.note, read.read_characters) == ("", len(PAGE))
    assert refused.note
    assert refused.read_characters == 0


async def test_a_source_that_the_human_left_out_is_not_read(skerry, mind):
    kept = Source(id="S1", title="Own", text=PAGE, origin="paste")
    left_out = Source(id="S2", title="Out", text="The secret diary of the keeper.", origin="paste", included=False)
    await skerry.finish(skerry.article(sources=[kept, left_out]))
    assert len(mind.asked(EXTRACT)) == 2
    assert not any("secret diary" in text for request in mind.shown for text in request.blocks.values())


async def test_a_page_that_is_known_already_is_not_added_again(skerry):
    skerry.pages.append(skerry.pages[0])
    known = Source(id="S1", url="https://site1.example/page", title="Mine", text=PAGE)
    await skerry.finish(skerry.article(sources=[known]))
    assert [source.title for source in skerry.store.sources("a1")] == ["Mine"]


async def test_without_the_search_only_own_sources_are_read(skerry):
    own = Source(id="S1", title="Own", text=PAGE, origin="paste")
    await skerry.finish(skerry.article(sources=[own], brief={"search": False}, mode="guided"))
    assert not [entry for entry in skerry.sandbox.ledger.requests() if entry.service == "tavily"]


async def test_no_source_at_all_fails_the_research_with_a_way_out(workshop):
    article = await workshop.finish(workshop.article())
    assert (article.status, article.failed_at_phase) == (Status.FAILED, Phase.RESEARCH)
    assert "add sources of your own" in article.error_message


async def test_autopilot_pays_for_no_outline_when_no_fact_is_proven(workshop, mind):
    workshop.pages = [page(1, PAGE)]
    mind.reads(page1=[("The tower fell.", "The tower fell into the sea at last.")])
    article = await workshop.finish(workshop.article())
    assert (article.status, article.failed_at_phase) == (Status.FAILED, Phase.RESEARCH)
    assert {request.task for request in mind.shown} == {EXTRACT}


# --- outline -------------------------------------------------------------------------------------


async def test_the_program_gives_ids_and_mends_the_facts_of_the_plan(skerry, mind):
    mind.plans(
        {"fact_ids": ["F2", "F2", "F99", "nonsense"], "keywords_to_include": [f"word {n}" for n in range(30)]},
        {"fact_ids": ["F2", "F1"]},
    )
    mind.writes(*BODIES)
    article = await skerry.run(await skerry.run(skerry.article()))
    first, second = article.outline.sections
    assert (first.id, first.fact_ids, len(first.keywords_to_include)) == (1, ["F2"], 20)
    assert (second.id, second.fact_ids) == (2, ["F1"])


# --- writing -------------------------------------------------------------------------------------


async def test_every_section_is_shown_what_stands_before_it(skerry, mind):
    article = await skerry.finish(skerry.article())
    orders = mind.asked(WRITE)
    assert [order.record("SECTION")["heading"] for order in orders] == [f"Part {n}" for n in range(1, 5)]
    for position, order in enumerate(orders):
        before = article.raw_content.partition(f"\n\n## Part {position + 1}\n")[0]
        assert order.text("TAIL") == before
        assert order.items("FACTS_USED") == [f"F{n}" for n in range(1, position + 1)]
        assert order.items("HEADINGS_WRITTEN") == [f"Part {n}" for n in range(1, position + 1)]
        assert order.record("OUTLINE")["headings"] == [f"Part {n}" for n in range(1, 5)]


async def test_a_section_is_shown_its_own_facts_only(skerry, mind):
    await skerry.finish(skerry.article())
    assert [[fact["id"] for fact in order.items("FACTS")] for order in mind.asked(WRITE)] == [
        ["F1"],
        ["F2"],
        ["F3"],
        ["F4"],
    ]


async def test_the_text_before_is_cut_where_a_sentence_begins(skerry, mind):
    sentences = [f"The keepers of house {name} watched the sea all night." for name in "ABCDEFGH"]
    mind.writes(" ".join(sentences), *BODIES[1:])
    skerry.sees_only(200)
    await skerry.finish(skerry.article())
    tail = mind.asked(WRITE)[1].text("TAIL")
    assert 100 <= len(tail) <= 200
    assert " ".join(sentences).endswith(tail)
    assert tail.startswith("The keepers of house ")


async def test_a_written_section_is_not_written_again(skerry, mind):
    skerry.sandbox.faults.add(Fault(FaultKind.QUOTA_DAY, task=WRITE, contains='"heading": "Part 3"', times=None))
    failed = await skerry.finish(skerry.article(mode="autopilot"))
    assert (failed.status, failed.failed_at_phase) == (Status.FAILED, Phase.WRITING)
    assert failed.current_step_index == 2
    asked = len(mind.asked(WRITE))
    skerry.sandbox.faults.clear()
    done = await skerry.finish(skerry.store.update_article("a1", failed.version, status=Status.WRITING))
    assert done.status is Status.COMPLETED
    assert len(mind.asked(WRITE)) == asked + 2


async def test_what_the_facts_do_not_say_goes_back_to_the_writer_once(skerry, mind):
    answers = iter(["The tower cost 9,000 pounds [F1].", *BODIES])
    mind.replies[WRITE] = lambda request: next(answers)
    await skerry.finish(skerry.article())
    assert sections(skerry)[0].markdown == BODIES[0]
    assert "9,000" in mind.asked(WRITE)[1].text("NOTE")


async def test_what_the_writer_insists_on_is_cut_in_autopilot_and_a_finding_says_so(skerry, mind):
    invented = f"{BODIES[0]} The tower cost 9,000 pounds [F1]."
    answers = iter([invented, invented, *BODIES[1:]])
    mind.replies[WRITE] = lambda request: next(answers)
    article = await skerry.finish(skerry.article())
    assert sections(skerry)[0].markdown == BODIES[0]
    assert [finding.excerpt for finding in sections(skerry)[0].findings if finding.check == "cut"] == ["9,000 pounds"]
    assert "9,000" not in article.final_html


async def test_marks_of_facts_that_the_section_was_not_given_are_removed(skerry, mind):
    mind.writes(f"{SKERRY[:-1]} [F1, F99] [F4].", *BODIES[1:])
    await skerry.finish(skerry.article())
    first = sections(skerry)[0]
    assert first.markdown == f"{SKERRY[:-1]} [F1]."
    assert [(finding.check, finding.excerpt) for finding in first.findings] == [("unknown-citation", "[F99, F4]")]


async def test_autopilot_polishes_a_section_while_the_one_after_the_next_is_written(skerry, mind):
    polish_began = threading.Event()

    def polish(request):
        if request.record("OUTLINE")["heading"] == "Part 1":
            polish_began.set()
        return request.text("DRAFT")

    def write(request):
        number = len(request.items("HEADINGS_WRITTEN"))
        if number == 2:
            assert polish_began.wait(20), "the third section was written before the first one's polish began"
        return BODIES[number]

    mind.replies |= {WRITE: write, POLISH: polish}
    article = await skerry.finish(skerry.article())
    assert article.status is Status.COMPLETED, article.error_message
    tasks = [entry.task for entry in skerry.sandbox.ledger.requests() if entry.task.lower() in {WRITE, POLISH}]
    assert tasks.index("polish a section") < len(tasks) - 1 - tasks[::-1].index("write a section")
    assert tasks[:2] == ["write a section"] * 2, "a section is polished only once the next one stands"
    assert tasks.count("polish a section") == 4


# --- polish --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("addition", "excerpt"),
    [
        pytest.param("It cost 9,000 pounds.", "9,000", id="number"),
        pytest.param("It was rebuilt on 3 May 1855.", "3 May 1855", id="date"),
        pytest.param("The builder was Robert Stevenson.", "Robert Stevenson", id="name"),
        pytest.param("A keeper said: “We saw nothing but fog.”", "We saw nothing but fog", id="quotation"),
    ],
)
async def test_a_polish_that_adds_something_is_sent_back_once_and_then_the_draft_stays(skerry, mind, addition, excerpt):
    mind.replies[POLISH] = lambda request: f"{request.text('DRAFT')} {addition}"
    mind.plans({"fact_ids": ["F1", "F2", "F3", "F4"]})
    mind.writes(" ".join(BODIES))
    article = await skerry.finish(skerry.article())
    first, second = mind.asked(POLISH)
    assert not first.text("FINDINGS")
    assert any(excerpt in finding["excerpt"] for finding in second.items("FINDINGS"))
    (section,) = sections(skerry)
    assert section.polished == section.markdown
    assert excerpt in " ".join(finding.excerpt for finding in section.polish_findings)
    assert article.status is Status.COMPLETED
    assert excerpt not in article.final_html


async def test_a_polish_that_corrects_itself_is_taken(skerry, mind):
    def polish(request):
        better = request.text("DRAFT").replace("Its tower is", "The tower is")
        return better if request.text("FINDINGS") else f"{better} It cost 9,000 pounds."

    mind.replies[POLISH] = polish
    mind.plans({"fact_ids": ["F1", "F2", "F3", "F4"]})
    mind.writes(" ".join(BODIES))
    article = await skerry.finish(skerry.article())
    (section,) = sections(skerry)
    assert section.polished == section.markdown.replace("Its tower is", "The tower is")
    assert section.polish_findings == []
    assert "The tower is 35" in article.final_html


async def test_worn_out_transitions_reach_the_editor(skerry, mind):
    worn = "However, the sea was calm. However, the wind was not. However, nobody slept."
    mind.writes(*(f"{body} {worn}" for body in BODIES))
    await skerry.finish(skerry.article())
    assert all("however" in request.items("TRANSITIONS") for request in mind.asked(POLISH))


async def test_the_editor_sees_the_borders_of_both_neighbours(skerry, mind):
    await skerry.finish(skerry.article())
    seen = {str(r.record("OUTLINE")["heading"]): r for r in mind.asked(POLISH)}
    assert seen["Part 2"].text("PREVIOUS_EDGE") == SKERRY
    assert seen["Part 2"].text("NEXT_EDGE") == OIL
    assert seen["Part 1"].text("PREVIOUS_EDGE") == ""
    assert seen["Part 4"].text("NEXT_EDGE") == ""
