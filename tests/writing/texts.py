"""Texts in several languages and notations, and hypothesis strategies that make more of them."""

from __future__ import annotations

from hypothesis import strategies as st

_SAMPLES = (
    "output fell Berlin été Straße naïve 12 3.5 1,200 % $5 don’t “quoted words here” — well-known U.S. Dr. e.g. "
    "これは 文です。 你好世界 مرحبا שלום 🎉 👩\u200d👩\u200d👧 हिन्दी । [F1] [F2, F3] **bold** *it* `code. x` "
    "[link](http://a.b/c_(d)) http://x.y/z.html # > - 1. | ``` \\* _ ~~ . ! ? … « » „ “ [F 4] cafe\u0301 ﬁrst "
    "so\u00adft \u200b"
)
WORDS = _SAMPLES.split(" ")

BREAKS = (" ", " ", " ", " ", ". ", ".\n", "\n", "\n\n", "\r\n", "\n\n- ", "\n\n> ", "\n\n## ", "\u00a0", "  ")

markdown = st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(BREAKS)), max_size=60).map(
    lambda pairs: "".join(word + gap for word, gap in pairs)
)
"""Markdown that mixes everything with everything."""

anything = st.one_of(markdown, st.text(max_size=200))
"""Markdown, or characters of all of Unicode."""

PROSE = """# Heat pumps

Dr. Smith measured 3.5 kW in Jan. 2023 [F1]. “It works,” she said. [F2] Nobody believed it.

- First point. Second point [F3].
- Another one

Das Gerät kostet z. B. 1.200 Euro. Am 3. Oktober kam es an.

これは文です。次の文です！

| Year | Output |
|------|--------|
| 2023 | 12 %   |

```python
x = "not. a. sentence"
```
"""
