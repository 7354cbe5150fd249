"""What pages leave out: sides of a subject without a heading or a fact, old pages, figures that disagree."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from snowball_core.sandbox.aspects import Aspect, aspect_scores
from snowball_core.sandbox.prompt_reader import KnownFact
from snowball_core.sandbox.words import likeness, terms

A = Aspect
MOST_LISTED = 8
OLD_BY_YEARS = 2
CONTRADICTION = 0.4
QUESTIONS: dict[str, dict[Aspect, tuple[str, str]]] = {
    "en": {
        A.MONEY: ("Costs and budget: {keyword}", "What should I budget for {keyword}?"),
        A.TIME: ("Time needed: {keyword}", "How long does it take from start to finish?"),
        A.RISKS: ("Common mistakes and limits", "What goes wrong most often, and how do I notice early?"),
        A.RULES: ("Rules, standards and permits", "Which rules, standards or permits apply?"),
        A.STEPS: ("Step-by-step instructions", "What are the first steps, in which order?"),
        A.EQUIPMENT: ("How to choose, and for whom it suits", "Who is it not suited for?"),
        A.EVIDENCE: ("Independent figures and studies", "Which independent figures back the claims?"),
        A.HISTORY: ("Background and history", "How did it come about?"),
        A.PEOPLE: ("First-hand experience", "What do people report after a year?"),
        A.OUTLOOK: ("Outlook for the coming years", "What is going to change in the coming years?"),
        A.REASONS: ("How it works", "Why does it work?"),
        A.MEANING: ("A plain definition", "What is it, in one sentence?"),
    },
    "de": {
        A.MONEY: ("Kosten und Budget", "Mit welchen Kosten muss ich rechnen?"),
        A.TIME: ("Zeitbedarf", "Wie lange dauert es von Anfang bis Ende?"),
        A.RISKS: ("Häufige Fehler und Grenzen", "Was geht am häufigsten schief?"),
        A.RULES: ("Regeln, Normen und Genehmigungen", "Welche Regeln und Genehmigungen gelten?"),
        A.STEPS: ("Anleitung Schritt für Schritt", "Was sind die ersten Schritte?"),
        A.EQUIPMENT: ("Auswahl und Eignung", "Für wen ist es nicht geeignet?"),
        A.EVIDENCE: ("Unabhängige Zahlen und Studien", "Welche unabhängigen Zahlen gibt es?"),
        A.HISTORY: ("Hintergrund und Geschichte", "Wie ist es entstanden?"),
        A.PEOPLE: ("Erfahrungsberichte", "Was berichten Menschen nach einem Jahr?"),
        A.OUTLOOK: ("Ausblick auf die nächsten Jahre", "Was ändert sich in den nächsten Jahren?"),
        A.REASONS: ("Funktionsweise", "Warum funktioniert es?"),
        A.MEANING: ("Eine klare Definition", "Was ist das, in einem Satz?"),
    },
}
LATER = {
    "en": ("Upkeep and follow-up costs", "What has to be done afterwards, and how often?"),
    "de": ("Pflege und Folgekosten", "Was ist danach zu tun, und wie oft?"),
}
UPKEEP = re.compile(r"mainten|upkeep|servic|clean|repair|wartung|pflege|reparatur", re.IGNORECASE)
FIGURE = re.compile(r"\d[\d.,]*\d|\d")


@dataclass(frozen=True)
class Page:
    """A page as the prompt describes it."""

    title: str
    published: str
    headings: tuple[str, ...]


@dataclass(frozen=True)
class Gap:
    """What a new article can offer beyond the pages."""

    missing_topics: list[str]
    outdated_info: str
    user_intent_gaps: list[str]


def find_gaps(keyword: str, language: str, pages: Sequence[Page], facts: Sequence[KnownFact]) -> Gap:
    """Sides that nothing covers are missing topics; sides that are barely covered are open questions."""
    if not pages and not facts:
        return Gap([], "", [])
    tables = QUESTIONS.get(language, QUESTIONS["en"])
    later = LATER.get(language, LATER["en"])
    said = [*(heading for page in pages for heading in page.headings), *(fact.text for fact in facts)]
    cover = _cover(said)
    missing = [tables[a][0].format(keyword=keyword) for a in tables if cover[a] < 2]
    open_questions = [tables[a][1].format(keyword=keyword) for a in tables if 2 <= cover[a] < max(4, 0.12 * len(said))]
    if not any(UPKEEP.search(text) for text in said):
        missing.append(later[0])
        open_questions.append(later[1])
    return Gap(missing[:MOST_LISTED], _outdated(pages, facts, language), open_questions[:MOST_LISTED])


def _cover(said: Sequence[str]) -> dict[Aspect, int]:
    cover = dict.fromkeys(Aspect, 0)
    for text in said:
        for aspect in aspect_scores(text):
            cover[aspect] += 1
    return cover


def _outdated(pages: Sequence[Page], facts: Sequence[KnownFact], language: str) -> str:
    return " ".join(filter(None, (_old_page(pages, language), _contradiction(facts, language))))


def _old_page(pages: Sequence[Page], language: str) -> str:
    dated = [
        (int(found.group()), page.title) for page in pages if (found := re.search(r"\b(?:19|20)\d\d\b", page.published))
    ]
    if not dated or max(dated)[0] - min(dated)[0] < OLD_BY_YEARS:
        return ""
    (old, title), newest = min(dated), max(dated)[0]
    if language == "de":
        return f"„{title}“ stammt von {old}, die neueste Seite von {newest}."
    return f"“{title}” dates from {old}, the newest page from {newest}."


def _contradiction(facts: Sequence[KnownFact], language: str) -> str:
    """The two statements that are most alike and differ in their figures."""
    worded = [(fact, terms(FIGURE.sub(" ", fact.text)), set(FIGURE.findall(fact.text))) for fact in facts]
    pairs = [
        (likeness(bag, other_bag), fact.text, other.text)
        for place, (fact, bag, figures) in enumerate(worded)
        for other, other_bag, other_figures in worded[place + 1 :]
        if figures and other_figures and not figures & other_figures
    ]
    closest = max(pairs, default=(0.0, "", ""), key=lambda pair: pair[0])
    if closest[0] < CONTRADICTION:
        return ""
    if language == "de":
        return f"Zahlen widersprechen sich: „{closest[1]}“ gegen „{closest[2]}“"
    return f"Figures disagree: “{closest[1]}” against “{closest[2]}”"
