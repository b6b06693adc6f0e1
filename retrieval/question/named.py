"""Whom a question about sayings names: the words of a name without what is joined to them."""

from __future__ import annotations

from index.language.tables import words
from index.text.names import is_given_name
from index.text.normalise import normalised
from retrieval.question.requires import is_place


def without_to(name: str) -> str:
    """Returns whose words are asked for, without the letter that joins them.

    >>> [without_to(name) for name in ("لوزير المياه", "للوزير", "لسالم", "لافروف")]
    ['وزير المياه', 'الوزير', 'سالم', 'لافروف']
    """
    first, *rest = name.split()
    if not first.startswith("ل") or is_given_name(normalised(first)):
        return name
    joined = first.startswith("لل") and not is_place(normalised(first[1:]))
    whole = f"ال{first[2:]}" if joined else first[1:]
    norm = normalised(whole)
    office = norm in words("offices", "words", "before_names", "titles", "roles")
    known = joined or office or is_given_name(norm) or is_place(norm)
    return " ".join([whole, *rest]) if known else name


def addressee(name: str) -> tuple[str, str]:
    """Returns a name, and the place that it speaks to, as in ``سالم الكندي لإيران``."""
    before, _, last = name.rpartition(" ")
    place = last[1:].lstrip("\u0640 ") if last.startswith("ل") else ""
    if before and place and (is_place(normalised(place)) or is_place(normalised(f"ال{place[1:]}"))):
        return before, place
    return name, ""
