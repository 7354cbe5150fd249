"""Tables and figures as HTML that a screen reader can read; every text in them is escaped here."""

from __future__ import annotations

from collections.abc import Sequence

from ui.safe_text import escaped


def table_html(caption: str, head: Sequence[str], rows: Sequence[Sequence[str]], numbers: frozenset[int]) -> str:
    """A table whose first column names its rows; `numbers` are the columns (from 0) that hold figures."""
    titles = "".join(f'<th scope="col"{_alignment(n, numbers)}>{escaped(title)}</th>' for n, title in enumerate(head))
    body = "".join(f"<tr>{_cells(row, numbers)}</tr>" for row in rows)
    return (
        f'<div class="sb-wide"><table class="sb-table"><caption>{escaped(caption)}</caption>'
        f"<thead><tr>{titles}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def figures_html(figures: Sequence[tuple[str, str]]) -> str:
    """Large figures in a row, each with its name above it."""
    parts = (f"<div><dt>{escaped(name)}</dt><dd>{escaped(value)}</dd></div>" for name, value in figures)
    return f'<dl class="sb-figures">{"".join(parts)}</dl>'


def _cells(row: Sequence[str], numbers: frozenset[int]) -> str:
    first = f'<th scope="row"{_alignment(0, numbers)}>{escaped(row[0])}</th>'
    rest = (f"<td{_alignment(n, numbers)}>{escaped(cell)}</td>" for n, cell in enumerate(row[1:], start=1))
    return first + "".join(rest)


def _alignment(column: int, numbers: frozenset[int]) -> str:
    return ' class="sb-number"' if column in numbers else ""
