"""Aspects: what side of a subject a sentence is about, from money and time to people and rules."""

from __future__ import annotations

import re
from enum import StrEnum


class Aspect(StrEnum):
    """The sides of a subject, in the order in which an article takes them."""

    MEANING = "meaning"
    HISTORY = "history"
    LATER = "later"
    REASONS = "reasons"
    EVIDENCE = "evidence"
    MONEY = "money"
    TIME = "time"
    EQUIPMENT = "equipment"
    STEPS = "steps"
    RISKS = "risks"
    RULES = "rules"
    PEOPLE = "people"
    OUTLOOK = "outlook"


NUMBER = r"(?:\d[\d.,]*|one|two|three|four|five|six|seven|eight|nine|ten|twelve|zwei|drei|vier|fünf|sechs|deux|dos)"
SPAN_OF_TIME = (
    rf"{NUMBER}[ -](?:\w+ ){{0,1}}(?:seconds?|minutes?|hours?|working days|days?|weeks?|months?|Sekunden?|Minuten?|"
    r"Stunden?|Tage?n?|Wochen?|Monate?n?|minutes?|heures?|jours?|semaines?|mois|horas?|días?|semanas?|meses)\b"
)
AMOUNT = (
    r"[€£$]\s?\d|\d[\d.,]*\s?(?:€|£|\$|(?:\w+ )?(?:million |billion |Mio\. |Millionen )?(?:US )?(?:[Ee]uros?|"
    r"pounds?|dollars?|kroner|cents?|"
    r"pence|Franken|francs?)\b)"
)
IMPERATIVE = re.compile(
    r"^(?:Use|Keep|Mix|Add|Ask|Buy|Choose|Check|Write|Call|Measure|Clean|Clear|Let|Leave|Take|Put|Set|Start|Turn|"
    r"Make|"
    r"Try|Avoid|Never|Always|Weigh|Pour|Rinse|Grind|Stir|Feed|Plan|Have|Bring|Give|Do|Paint|Change|Plough)\b"
)
CUES: dict[Aspect, tuple[str, ...]] = {
    Aspect.MEANING: (
        r"^.{3,60}? (?:ist|sind|est|sont|es|son) (?:eine?|une?|una) ",
        r"^.{3,60}? (?:is|are) (?:an? |the (?:most|process|practice|name|art)|called|known)",
        r"\b(?:means?|refers? to|consists? of|stands for|(?<!also )known as|is called|describes?|spans|"
        r"bezeichnet|bedeutet|besteht aus|heißt|désigne|consiste|significa)\b",
        r"\b(?:definition|kinds? of|types? of|Arten von|sortes? de|tipos de)\b",
    ),
    Aspect.HISTORY: (
        r"\b(?:1[0-8]\d\d|19[0-8]\d)\b|\b\d+ BC\b|\b(?:\w+teenth|\w+tieth|first|second) century\b|\bJahrhundert",
        r"\b(?:founded|invented|patented|built|began|origins?|ancient|medieval|history|formerly|tradition|erected|"
        r"gegründet|erfunden|erbaut|gebaut|ursprünglich|fondée?|inventée?|construite?|fundad[oa]|construid[oa])\b",
        r"\b(?:launched|introduced|opened|completed|developed|eingeführt|eröffnet|entwickelt) .{0,40}\b(?:1\d\d\d|"
        r"200\d)",
    ),
    Aspect.REASONS: (
        r"\b(?:because|since (?!\d|the (?:year|winter|summer)|\w+ \d{4}|\w+ember|\w+uary|October|April|March|May|"
        r"June)|"
        r"so that|therefore|weil|da sich|denn|parce que|car|porque)\b",
        r"\b(?:causes?|caused|leads? to|depends? on|explains?|produces?|delivers?|gives? off|extracts?|dissolves?|"
        r"contains?|carr(?:y|ies)|hängt|führt zu|bewirkt|dépend|depende)\b",
    ),
    Aspect.EVIDENCE: (
        r"\d\s?(?:%|percent|per cent|Prozent|pour cent|por ciento)|\b(?:one|two|three) in (?:\w+)\b",
        r"\b(?:study|survey|trial|pilot|researchers?|experiment|tasting|measured|examined|classified|inspectors?|"
        r"averaged?|followed|counted|sample|panel|tested|"
        r"Studie|Umfrage|Forscher\w*|gemessen|étude|enquête|estudio|encuesta)\b",
        r"\b(?:found (?:that|hardly|an?|no|only|\d)|reported|showed|according to|calculate[sd]?|rose|fell|dropped|"
        r"climbed|laut|ergab|selon|según)\b",
    ),
    Aspect.MONEY: (
        AMOUNT,
        r"\b(?:costs?|prices?|priced|paid|pays?|budgets?|grants?|bills?|savings?|fund(?:ed|ing)|cheap\w*|"
        r"expens\w+|fees?|"
        r"licen[cs]e fee|tariffs?|Kosten|kostet|kosteten|Preis\w*|Förder\w+|coûts?|coûte|prix|costes?|cuesta|"
        r"precios?)\b",
    ),
    Aspect.TIME: (
        SPAN_OF_TIME,
        r"\b(?:takes?|took|lasts|lasted|(?:should|must|can|to) last|until|deadline|schedule|duration|wait|waiting|"
        r"dauert|dauerten|Dauer|dure|durée|tarda|dura)\b",
        r"\bafter (?:about |just |only )?\d|\bwithin \w+ (?:days|weeks|months|years)|\b(?:first|second|"
        r"third) (?:day|week|month)",
    ),
    Aspect.EQUIPMENT: (
        r"\b(?:tools?|equipment|devices?|machines?|kits?|software|hardware|materials?|ingredients?|"
        r"accessor\w+|products?|models?|sizes?|Geräte?|Werkzeuge?|Material|outils?|herramientas?)\b",
        r"\b(?:suits?|suitable|choose|choice|buy|compared|best for|offers|eignet|geeignet|wählen|kaufen|choisir|"
        r"elegir)\b",
    ),
    Aspect.STEPS: (
        r"\b(?:should|recommends?|advises?|suggests?|needs? to|must|start with|tip|advice|sollten?|empfiehlt|muss|"
        r"müssen|"
        r"doit|doivent|recommande|debe|deben|recomienda)\b",
        IMPERATIVE.pattern,
        r"\b(?:ratio|between \d+ and \d+|\d+ (?:grams|ml|millilitres|litres?|Gramm))\b",
    ),
    Aspect.RISKS: (
        r"\b(?:mistakes?|problems?|risks?|fail(?:s|ed|ure)?|damag\w+|danger\w*|unsafe|wrong|warn\w*|critic\w+|"
        r"loss|lost|theft|"
        r"injur\w+|crash\w*|weak\w*|limitation|misleading|hazard|spoil\w*|complain\w*|die[sd]?|kill\w*|"
        r"Fehler|Problem\w*|Risik\w+|Gefahr\w*|Schäd\w+|Kritik\w*|erreurs?|risques?|dangers?|errores?|riesgos?|"
        r"peligro)\b",
        r"\b(?:rarely|disappoint\w*|not enough|too (?:small|large|late|early|much|little)|(?:should|must) never|"
        r"not (?:safe|suitable|recommended|permitted|allowed)|nicht empfohlen|zu (?:klein|groß|spät))\b",
    ),
    Aspect.RULES: (
        r"\b(?:law|legal|directive|regulation|act of|act\b|certif\w+|licen[cs]e[sd]?|permits?|permission|"
        r"liabilit\w+|warrant\w+|"
        r"copyright|mandatory|obliged?|required by|requires?|entitled|standards?|guideline|Gesetz\w*|Verordnung\w*|"
        r"Pflicht\w*|Genehmigung\w*|loi|règlement|obligatoire|ley|obligatorio)\b",
        r"\b(?:must not|may not|MUST|SHALL|SHOULD|under (?:the terms|this)|in accordance with|compliance|gemäß)\b",
    ),
    Aspect.PEOPLE: (
        r"[\"“„«][^\"”“»]{25,}[\"”“»]",
        r"[\"”“»],?\s(?:\w+ ){0,4}(?:says?|said|recalls?|admits?|explains?|adds?|sagte?|erklärt\w*|erzählt|dit|"
        r"dice)\b|"
        r"\b(?:says?|said|recalls?|admits?|sagte?)\b",
        r"^(?:[A-Z][a-zéäöü]+ ){2}(?:lives|joined|has|had|joined|found|was|writes|climbs)\b",
    ),
    Aspect.OUTLOOK: (
        r"\b(?:will|plans? to|planned|expects?|future|by 20[2-9]\d|until 20[2-9]\d|from 20[2-9]\d|next (?:year|"
        r"decade|budget)|"
        r"wird künftig|geplant|Zukunft|prévu|avenir|futuro|planea)\b",
    ),
}
PATTERNS = {aspect: tuple(re.compile(cue) for cue in cues) for aspect, cues in CUES.items()}
DURATION = re.compile(SPAN_OF_TIME)
ORDER = list(Aspect)


def aspect_scores(text: str) -> dict[Aspect, float]:
    """How much a sentence is about each aspect, 0 when not at all; about 2 is clear."""
    scores = {aspect: sum(_weight(pattern, text) for pattern in patterns) for aspect, patterns in PATTERNS.items()}
    return {aspect: score for aspect, score in scores.items() if score}


def _weight(pattern: re.Pattern[str], text: str) -> float:
    return min(1.5, 0.75 + 0.25 * len(pattern.findall(text))) if pattern.search(text) else 0.0
