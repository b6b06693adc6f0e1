"""Words that carry grammar and no content, in their normalised form.

A negation is among them although it turns a sentence round: it does not say what a
sentence is about. Whoever compares sentences word by word must not leave it out.
"""

from __future__ import annotations

from typing import Final

from index.language.tables import words

FUNCTION_WORDS: Final = words("grammar", "function_words")
"""Arabic, English and French function words, and Arabic question words of the dialects."""
