"""A reader of HTML that forgives nothing: every tag closed in order, every id once, every place there."""

from __future__ import annotations

from html.parser import HTMLParser

VOID = {"br", "hr", "img", "meta", "link"}


class StrictHTML(HTMLParser):
    """What was found; `problems` is empty for valid markup."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.problems: list[str] = []
        self.ids: list[str] = []
        self.places: list[str] = []
        self.levels: list[int] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self._open: list[str] = []
        self.feed(html)
        self.close()
        self.problems += [f"<{tag}> is never closed" for tag in self._open]
        self.problems += [f"id {i} occurs twice" for i in set(self.ids) if self.ids.count(i) > 1]
        self.problems += [f"#{place} leads nowhere" for place in self.places if place not in self.ids]
        steps = zip([0, *self.levels], self.levels, strict=False)
        self.problems += [f"heading {after} follows {before}" for before, after in steps if after > before + 1]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if len(values) < len(attrs):
            self.problems.append(f"<{tag}> has an attribute twice")
        if tag == "a" and "a" in self._open:
            self.problems.append("a link stands in a link")
        self.tags.append((tag, values))
        self._open += [] if tag in VOID else [tag]
        self.ids += [values["id"] or ""] if "id" in values else []
        href = values.get("href") or ""
        self.places += [href[1:]] if href.startswith("#") else []
        self.levels += [int(tag[1])] if tag in {"h1", "h2", "h3", "h4", "h5", "h6"} else []

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            self.problems.append(f"</{tag}> closes nothing")

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        """The attributes of every such tag, in order."""
        return [attributes for name, attributes in self.tags if name == tag]
