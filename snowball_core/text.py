"""Cleaning of text that comes from people, files and models."""

from __future__ import annotations

import re
import unicodedata
from typing import Any


def clean_line(text: Any) -> Any:
    """One line of plain text: NFC, control and direction-override characters gone, spaces folded."""
    if not isinstance(text, str):
        return text
    kept = (" " if c.isspace() else c for c in unicodedata.normalize("NFC", text))
    visible = "".join(c for c in kept if unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co"} or c in "\u200c\u200d")
    line = re.sub(r" +", " ", unicodedata.normalize("NFC", visible)).strip()
    return line if line.strip("\u200c\u200d ") else ""


def clean_text(text: Any) -> Any:
    """Text of several lines: NFC, `\\n` line ends, no control characters but newline and tab."""
    if not isinstance(text, str):
        return text
    unified = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    kept = (c for c in unified if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs"})
    return unicodedata.normalize("NFC", "".join(kept))
