"""Ready-made wording that claims nothing: headings, openers and connectives, by language and aspect."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from snowball_core.sandbox.aspects import Aspect

A = Aspect


@dataclass(frozen=True)
class Wording:
    """One language's tables.

    `headings`: header style → aspect (None: a topic) → templates with `{subject}` or `{topic}`; `labels` name
    an aspect in a title; `openers` begin a section after another one and end in a colon; `questions` open a
    section where the voice asks; `lead_ins` stand before a list; `joins` tie two sentences into one.
    """

    headings: dict[str, dict[Aspect | None, tuple[str, ...]]]
    labels: dict[Aspect, str]
    openers: dict[Aspect | None, tuple[str, ...]]
    questions: dict[Aspect | None, str]
    lead_ins: tuple[str, ...]
    join: str
    last: str
    purpose: str
    small_after_colon: bool = True
    synonyms: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def templates(self, style: str, aspect: Aspect | None) -> tuple[str, ...]:
        """The headings of a style; the declarative ones where the style has none."""
        return self.headings.get(style, {}).get(aspect) or self.headings["declarative"].get(aspect, ())


ENGLISH = Wording(
    headings={
        "declarative": {
            A.MEANING: ("The basics, in plain words", "The basics of {subject}"),
            A.HISTORY: ("How it all began", "The story behind {subject}", "A look back"),
            A.LATER: ("Later chapters", "The story goes on"),
            A.REASONS: ("How it works, and why", "What lies behind it"),
            A.EVIDENCE: ("What the figures show", "{Subject} in figures"),
            A.MONEY: ("What it costs", "The money side", "The cost of {subject}"),
            A.TIME: ("How long it takes", "Time and patience"),
            A.EQUIPMENT: ("What to look for", "Choosing well"),
            A.STEPS: ("What works in practice", "Practical advice", "How to go about it"),
            A.RISKS: ("What can go wrong", "Limits and pitfalls"),
            A.RULES: ("The rules to know", "What the rules say"),
            A.PEOPLE: ("Voices from experience", "In their own words"),
            A.OUTLOOK: ("What comes next", "The road ahead"),
            None: ("A closer look at {topic}", "{Topic} up close", "More on {topic}"),
        },
        "question-based": {
            A.MEANING: ("What is behind {subject}?", "What is it all about?"),
            A.HISTORY: ("Where does the story of {subject} begin?", "How did it all begin?"),
            A.LATER: ("What happened later?", "And closer to the present?"),
            A.REASONS: ("Why does it work this way?", "What lies behind it?"),
            A.EVIDENCE: ("What do the figures show?", "What do the numbers say about {subject}?"),
            A.MONEY: ("What does it cost?", "Where does the money go?"),
            A.TIME: ("How long does it take?", "How much time should you set aside?"),
            A.EQUIPMENT: ("What should you look for?", "How do you choose well?"),
            A.STEPS: ("What works in practice?", "How do you go about it?"),
            A.RISKS: ("What can go wrong?", "Where are the limits?"),
            A.RULES: ("Which rules apply?", "What do the rules say?"),
            A.PEOPLE: ("What do people with experience say?", "Who has been there before?"),
            A.OUTLOOK: ("What comes next?", "Where is it heading?"),
            None: ("What about {topic}?", "What should you know about {topic}?"),
        },
        "clickbaity": {
            A.MEANING: ("{Subject}, minus the jargon", "The basics you will want to know first"),
            A.HISTORY: ("The story behind {subject} you may not know", "Go back to where it all began"),
            A.LATER: ("And then it all changed pace", "The later chapters you may have missed"),
            A.REASONS: ("Here is why it works the way it does", "Look under the bonnet"),
            A.EVIDENCE: ("The numbers you will want to remember", "{Subject} by the numbers"),
            A.MONEY: ("The price tag, line by line", "Follow the money"),
            A.TIME: ("How much time should you really set aside?", "Watch the clock"),
            A.EQUIPMENT: ("Look for this before you choose", "Choose like a pro"),
            A.STEPS: ("Steal this practical advice", "Do it like those who know"),
            A.RISKS: ("The traps to know before you step into them", "Read this before it goes wrong"),
            A.RULES: ("The fine print, made readable", "The rules you cannot skip"),
            A.PEOPLE: ("They have been there: listen to them", "Straight from those who know"),
            A.OUTLOOK: ("You will want to know what comes next", "The next chapter"),
            None: ("{Topic}: the details that matter", "You asked about {topic}"),
        },
    },
    labels={
        A.MEANING: "the basics",
        A.HISTORY: "history",
        A.LATER: "later chapters",
        A.REASONS: "how it works",
        A.EVIDENCE: "figures",
        A.MONEY: "costs",
        A.TIME: "timing",
        A.EQUIPMENT: "choices",
        A.STEPS: "practical advice",
        A.RISKS: "pitfalls",
        A.RULES: "rules",
        A.PEOPLE: "experience",
        A.OUTLOOK: "what comes next",
    },
    openers={
        A.MEANING: ("First things first", "The basics come first"),
        A.HISTORY: ("A look back", "Back to the beginning"),
        A.LATER: ("The story does not end there", "And it goes on"),
        A.REASONS: ("Now to the why", "As for the reasons"),
        A.EVIDENCE: ("Now to the numbers", "The figures next"),
        A.MONEY: ("On to the money", "Then there is the bill"),
        A.TIME: ("Then there is the clock", "Now to the question of time"),
        A.EQUIPMENT: ("On to the choice", "Then there is the question of what to pick"),
        A.STEPS: ("Now to the practical side", "On to the doing"),
        A.RISKS: ("Now to the catch", "There is another side to the coin"),
        A.RULES: ("On to the rules", "Then there is the fine print"),
        A.PEOPLE: ("Enough theory, over to the people", "Time to listen"),
        A.OUTLOOK: ("One look ahead", "And from here"),
        None: ("On to {topic}", "Now for {topic}", "Next up, {topic}"),
    },
    questions={
        A.MEANING: "So what is this really about?",
        A.HISTORY: "So where did it all start?",
        A.LATER: "And how did it go on?",
        A.REASONS: "But why is that?",
        A.EVIDENCE: "So what do the numbers say?",
        A.MONEY: "And what about the price?",
        A.TIME: "How much patience does it take?",
        A.EQUIPMENT: "So which one to pick?",
        A.STEPS: "So what do you actually do?",
        A.RISKS: "And where is the catch?",
        A.RULES: "And what do the rules say?",
        A.PEOPLE: "What do people who have been there say?",
        A.OUTLOOK: "And what happens next?",
        None: "And what about {topic}?",
    },
    lead_ins=("In short:", "The points to remember:", "Point by point:"),
    join=", and ",
    last=" and ",
    purpose="Tell the reader about “{heading}” with the facts of this section, the plainest first.",
    synonyms={
        "delve": ("dig", "look"),
        "unleash": ("release",),
        "landscape": ("field", "scene"),
        "tapestry": ("mix",),
        "leverage": ("use",),
        "utilize": ("use",),
        "robust": ("solid",),
        "crucial": ("vital", "key"),
        "seamless": ("smooth",),
    },
)

GERMAN = Wording(
    headings={
        "declarative": {
            A.MEANING: ("Die Grundlagen",),
            A.HISTORY: ("Wie alles begann",),
            A.LATER: ("Näher an der Gegenwart",),
            A.REASONS: ("Wie es funktioniert",),
            A.EVIDENCE: ("Was die Zahlen zeigen",),
            A.MONEY: ("Was es kostet",),
            A.TIME: ("Wie lange es dauert",),
            A.EQUIPMENT: ("Worauf es bei der Wahl ankommt",),
            A.STEPS: ("So gelingt es in der Praxis",),
            A.RISKS: ("Was schiefgehen kann",),
            A.RULES: ("Welche Regeln gelten",),
            A.PEOPLE: ("Stimmen aus der Praxis",),
            A.OUTLOOK: ("Wie es weitergeht",),
            None: ("{Topic} im Blick", "Mehr zum Thema {topic}"),
        },
        "question-based": {
            A.MEANING: ("Worum geht es?",),
            A.HISTORY: ("Wie fing alles an?",),
            A.LATER: ("Wie ging es weiter?",),
            A.REASONS: ("Wie funktioniert es?",),
            A.EVIDENCE: ("Was zeigen die Zahlen?",),
            A.MONEY: ("Was kostet es?",),
            A.TIME: ("Wie lange dauert es?",),
            A.EQUIPMENT: ("Worauf kommt es bei der Wahl an?",),
            A.STEPS: ("Wie gelingt es in der Praxis?",),
            A.RISKS: ("Was kann schiefgehen?",),
            A.RULES: ("Welche Regeln gelten?",),
            A.PEOPLE: ("Was sagen Menschen mit Erfahrung?",),
            A.OUTLOOK: ("Wie geht es weiter?",),
            None: ("Was ist mit dem Thema {topic}?",),
        },
    },
    labels={
        A.MEANING: "Grundlagen",
        A.HISTORY: "Geschichte",
        A.LATER: "neuere Zeit",
        A.REASONS: "Funktionsweise",
        A.EVIDENCE: "Zahlen",
        A.MONEY: "Kosten",
        A.TIME: "Dauer",
        A.EQUIPMENT: "Auswahl",
        A.STEPS: "Praxis",
        A.RISKS: "Risiken",
        A.RULES: "Regeln",
        A.PEOPLE: "Erfahrungen",
        A.OUTLOOK: "Ausblick",
    },
    openers={
        A.MEANING: ("Zuerst die Grundlagen",),
        A.HISTORY: ("Ein Blick zurück",),
        A.LATER: ("Die Geschichte geht weiter",),
        A.REASONS: ("Nun zu den Gründen",),
        A.EVIDENCE: ("Nun zu den Zahlen",),
        A.MONEY: ("Nun zum Geld",),
        A.TIME: ("Bleibt die Frage der Zeit",),
        A.EQUIPMENT: ("Nun zur Auswahl",),
        A.STEPS: ("Nun zur Praxis",),
        A.RISKS: ("Nun zur Kehrseite",),
        A.RULES: ("Nun zu den Regeln",),
        A.PEOPLE: ("Nun zu den Menschen",),
        A.OUTLOOK: ("Ein Blick nach vorn",),
        None: ("Nun zum Thema {topic}",),
    },
    questions={A.MONEY: "Und was kostet das?", A.TIME: "Und wie lange dauert das?", A.RISKS: "Und wo ist der Haken?"},
    lead_ins=("Kurz gesagt:", "Punkt für Punkt:"),
    join=", und ",
    last=" und ",
    small_after_colon=False,
    purpose="Erkläre den Leserinnen und Lesern „{heading}“ mit den Fakten dieses Abschnitts.",
)

FRENCH = Wording(
    headings={
        "declarative": {
            A.MEANING: ("Les bases",),
            A.HISTORY: ("Un peu d’histoire",),
            A.LATER: ("Plus près de nous",),
            A.REASONS: ("Le pourquoi et le comment",),
            A.EVIDENCE: ("Ce que montrent les chiffres",),
            A.MONEY: ("Le coût",),
            A.TIME: ("Le temps nécessaire",),
            A.EQUIPMENT: ("Bien choisir",),
            A.STEPS: ("En pratique",),
            A.RISKS: ("Les pièges",),
            A.RULES: ("Les règles",),
            A.PEOPLE: ("Paroles d’expérience",),
            A.OUTLOOK: ("La suite",),
            None: ("Zoom : {topic}", "À propos : {topic}"),
        }
    },
    labels={
        A.MEANING: "les bases",
        A.HISTORY: "histoire",
        A.LATER: "suite de l’histoire",
        A.REASONS: "fonctionnement",
        A.EVIDENCE: "chiffres",
        A.MONEY: "coûts",
        A.TIME: "durée",
        A.EQUIPMENT: "choix",
        A.STEPS: "pratique",
        A.RISKS: "pièges",
        A.RULES: "règles",
        A.PEOPLE: "expériences",
        A.OUTLOOK: "perspectives",
    },
    openers={
        A.MONEY: ("Passons à l’argent",),
        A.TIME: ("Reste la question du temps",),
        A.EVIDENCE: ("Passons aux chiffres",),
        A.HISTORY: ("Un regard en arrière",),
        None: ("Autre point",),
    },
    questions={A.MONEY: "Et le prix ?"},
    lead_ins=("En bref :",),
    join=", et ",
    last=" et ",
    purpose="Traiter « {heading} » avec les faits de cette section.",
)

SPANISH = Wording(
    headings={
        "declarative": {
            A.MEANING: ("Lo básico",),
            A.HISTORY: ("Un poco de historia",),
            A.LATER: ("Más cerca del presente",),
            A.REASONS: ("El porqué",),
            A.EVIDENCE: ("Lo que muestran las cifras",),
            A.MONEY: ("Lo que cuesta",),
            A.TIME: ("El tiempo necesario",),
            A.EQUIPMENT: ("Cómo elegir bien",),
            A.STEPS: ("En la práctica",),
            A.RISKS: ("Lo que puede salir mal",),
            A.RULES: ("Las reglas",),
            A.PEOPLE: ("Voces con experiencia",),
            A.OUTLOOK: ("Lo que viene",),
            None: ("Más sobre {topic}", "En detalle: {topic}"),
        }
    },
    labels={
        A.MEANING: "lo básico",
        A.HISTORY: "historia",
        A.LATER: "historia reciente",
        A.REASONS: "funcionamiento",
        A.EVIDENCE: "cifras",
        A.MONEY: "costes",
        A.TIME: "plazos",
        A.EQUIPMENT: "elección",
        A.STEPS: "práctica",
        A.RISKS: "riesgos",
        A.RULES: "reglas",
        A.PEOPLE: "experiencias",
        A.OUTLOOK: "futuro",
    },
    openers={
        A.MONEY: ("Ahora, el dinero",),
        A.TIME: ("Queda la cuestión del tiempo",),
        A.EVIDENCE: ("Ahora, las cifras",),
        A.HISTORY: ("Una mirada atrás",),
        None: ("Otro punto",),
    },
    questions={A.MONEY: "¿Y el precio?"},
    lead_ins=("En resumen:",),
    join=", y ",
    last=" y ",
    purpose="Tratar «{heading}» con los datos de esta sección.",
)

LANGUAGES = {"en": ENGLISH, "de": GERMAN, "fr": FRENCH, "es": SPANISH}


def wording(language: str) -> Wording | None:
    """The tables of a language; None where there are none, and then nothing is added to what the facts say."""
    return LANGUAGES.get(language)


def pick(choices: Sequence[str], turn: int) -> str:
    """One of the choices, another one at each turn; empty when there are none."""
    return choices[turn % len(choices)] if choices else ""


def aspect_of_heading(heading: str) -> Aspect | None:
    """The aspect that a ready-made heading was written for; None for any other heading."""
    for tables in LANGUAGES.values():
        for style in tables.headings.values():
            for aspect, templates in style.items():
                if aspect and any(_fits(template, heading) for template in templates):
                    return aspect
    return None


def _fits(template: str, heading: str) -> bool:
    before, _, after = re.sub(r"\{\w+\}", "\0", template).partition("\0")
    same = heading == template
    return same or ("{" in template and heading.startswith(before) and heading.endswith(after))
