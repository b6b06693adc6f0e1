"""Whether two names, or two descriptions, can be one person's."""

from __future__ import annotations

from typing import Final

from index.quotes.looks import GIVEN, look

_SKELETON: Final = str.maketrans(
    dict.fromkeys("اأإوىيهةءئؤ") | {"غ": "ج", "ك": "ج", "ق": "ج", "ط": "ت", "ث": "ت", "ص": "س"}
)
_SHORTEST_SKELETON: Final = 3
SHORTEST_ALIKE: Final = 3


def root(norm: str) -> str:
    for prefix in ("لل", "بال", "ال"):
        if norm.startswith(prefix) and len(norm) > len(prefix) + 2:
            norm = norm[len(prefix) :]
            break
    else:
        if norm.startswith(("ل", "ب")) and look(norm[1:]).body:
            norm = norm[1:]
    return norm.removesuffix("ها").removesuffix("هم") if len(norm) > 5 else norm


def alike(left: str, right: str) -> bool:
    if left == right:
        return True
    shorter, longer = sorted((left, right), key=len)
    return (
        len(shorter) >= SHORTEST_ALIKE
        and longer.startswith(shorter)
        and len(longer) - len(shorter) <= 2
    )


def same_name(tokens: tuple[str, ...], known: tuple[str, ...]) -> bool:
    """Says whether a name is another one shortened, or the other way round.

    >>> same_name(("راب",), ("دومينيك", "راب")), same_name(("سالم", "ناصر"), ("ناصر", "سعيد"))
    (True, False)
    """
    shorter, longer = (tokens, known) if len(tokens) <= len(known) else (known, tokens)
    return all(token in longer for token in shorter)


def skeleton(token: str) -> str:
    return token.translate(_SKELETON)


def _is_misspelt(token: str, known: str) -> bool:
    """Says whether a given name is another word with two letters exchanged: باتريك, باتيرك."""
    return known not in GIVEN and sorted(token) == sorted(known)


def similar(tokens: tuple[str, ...], known: tuple[str, ...]) -> bool:
    """Says whether names differ by a transliteration alone: ماكجورك, ماكغورك."""
    if not known or (tokens[-1] in GIVEN and not _is_misspelt(tokens[-1], known[-1])):
        return False
    left, right = skeleton(tokens[-1]), skeleton(known[-1])
    if len(left) < _SHORTEST_SKELETON or left != right or len(tokens[-1]) < 5:
        return False
    if len(tokens) == 1 or len(known) == 1:
        return True
    # سالم and سلمى have the same consonants and are two names.
    other = tokens[0] != known[0] and tokens[0] in GIVEN and known[0] in GIVEN
    return tokens[0][0] == known[0][0] and not other
