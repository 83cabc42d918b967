"""Did you mean: the known word nearest to one that is not known, or nothing when none is near."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

LONGEST = 30
"""No word longer than this is a slip of a known one."""


def distance(a: str, b: str) -> int:
    """How many letters were inserted, dropped, changed or swapped with their neighbour (optimal string alignment)."""
    before: list[int] = []
    last = list(range(len(b) + 1))
    for i, letter in enumerate(a, 1):
        row = [i]
        for j, other in enumerate(b, 1):
            best = min(last[j] + 1, row[-1] + 1, last[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == b[j - 2] and a[i - 2] == other:
                best = min(best, before[j - 2] + 1)
            row.append(best)
        before, last = last, row
    return last[-1]


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that `word` is probably a slip of: few changes for its length, or the start of one another."""
    if len(word) > LONGEST:
        return None
    lowered = word.lower().replace("_", "")
    slip = min((_slip(lowered, candidate) for candidate in known if len(candidate) > 1), default=None)
    if slip is not None and slip[0] <= _allowed(word):
        return slip[-1]
    return _extended(lowered, known)


def _slip(word: str, candidate: str) -> tuple[int, bool, int, str]:
    target = candidate.lower()
    gap = abs(len(word) - len(target))
    changes = gap if gap > 3 else distance(word, target)
    return changes, word[:1] != target[:1], gap, candidate


def _allowed(word: str) -> int:
    """Changes that are believed: none in a short name with a capital, which is a matrix."""
    if word[:1].isupper() and len(word) < 4:
        return 0
    return min(3, (len(word) + 1) // 3) if len(word) > 1 else 0


def _extended(word: str, known: Iterable[str]) -> str | None:
    """The longest known word that begins `word` (`inverse`: inv), else the shortest that `word` begins."""
    if len(word) < 3:
        return None
    begins = [name for name in known if len(name) > 2 and word.startswith(name.lower())]
    if begins:
        return max(begins, key=lambda name: (len(name), name))
    return min(
        (name for name in known if name.lower().startswith(word)), key=lambda name: (len(name), name), default=None
    )


def function_suggestion(word: str, functions: Collection[str]) -> str | None:
    """The name to write instead of an unknown function: `trcae` -> "tr (alias trace)" if `functions` maps trace to tr."""
    name = nearest(word, functions)
    if name is None or not isinstance(functions, Mapping):
        return name
    main = functions[name]
    return name if main == name else f"{main} (alias {name})"
