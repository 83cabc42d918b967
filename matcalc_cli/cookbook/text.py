"""Identities as text: one line each, or a card with the source's form, the conditions, the verdict and the derivation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from matcalc_cli.answers.readings import READINGS
from matcalc_cli.cookbook.identity import table
from matcalc_cli.render.formats.markup import BREAK, Piece, plain_text, width_of
from matcalc_cli.render.formats.pretty import pretty
from matcalc_cli.render.layout import wrapped
from matcalc_cli.render.reports.headings import left_pieces, prose_pieces
from matcalc_cli.render.reports.names import declaration, described, sizes_of, spelled
from matcalc_cli.render.reports.steps import section
from matcalc_cli.render.reports.verdict import MARKS

if TYPE_CHECKING:
    from matcalc_cli.cookbook.found import Found
    from matcalc_cli.cookbook.identity import Identity
    from matcalc_cli.expr.node import Symbol

NUMBER_WIDTH = 6
LABEL_WIDTH = 12
QUESTION_WIDTH = 44
DIFFERS = {"misprint": "a misprint", "convention": "another convention"}
Row = tuple[str, list[Piece]]


def row(found: Found, unicode: bool, width: int | None) -> list[Piece]:
    """`57   log|det X|   ∇f = X⁻ᵀ   ✓` on one line."""
    question = pretty(found.left, unicode, found.known)
    gap = max(2, QUESTION_WIDTH - width_of(question))
    left = [] if found.identity.is_equation else left_pieces(found.answered, found.letter, unicode, found.known)
    mark = MARKS[found.report.verdict] if unicode else "" if found.report.verdict == "ok" else found.report.verdict
    pieces: list[Piece] = [
        ("label", found.identity.number.ljust(NUMBER_WIDTH)), *question, ("space", " " * gap), *left,
        ("operator", _sign(found, bool(left) or unicode)), *pretty(found.right, unicode, found.known),
    ]  # fmt: skip
    said: list[Piece] = [("space", "  "), (found.report.verdict, mark)] if mark else []
    return [*wrapped([*pieces, *said], width, NUMBER_WIDTH + 2), BREAK]


def _sign(found: Found, blank: bool) -> str:
    """The sign between the two sides: no equals sign where it would be wrong."""
    sign = "?=" if found.identity.is_equation and found.report.verdict == "wrong" else "="
    return f" {sign} " if blank else f"{sign} "


def card(found: Found, unicode: bool, width: int | None, *, explained: bool) -> list[Piece]:
    """Everything about an identity."""
    identity = found.identity
    dot = " · " if unicode else ", "
    title: list[Piece] = [("label", identity.number.ljust(NUMBER_WIDTH)), ("heading", identity.name)]
    pieces = [*title, ("note", f"    {dot.join(identity.sources)}"), BREAK]
    for label, content in _rows(found, unicode):
        line: list[Piece] = [("space", " " * NUMBER_WIDTH), ("label", f"{label:{LABEL_WIDTH - 1}} "), *content]
        pieces += [*wrapped(line, width, NUMBER_WIDTH + LABEL_WIDTH + 2), BREAK]
    return [*pieces, *_derivation(found, unicode, width)] if explained else pieces


def _derivation(found: Found, unicode: bool, width: int | None) -> Iterator[Piece]:
    sections = [part for part in found.sections if part.lines]
    narrow = None if width is None else width - NUMBER_WIDTH
    for part in sections:
        yield BREAK
        titled = len(sections) > 1
        yield from _indented(section(part, unicode, narrow, titled=titled, letter=found.letter, known=found.known))


def _indented(pieces: Sequence[Piece]) -> Iterator[Piece]:
    fresh = True
    for piece in pieces:
        if fresh:
            yield ("space", " " * NUMBER_WIDTH)
        yield piece
        fresh = piece == BREAK


def _rows(found: Found, unicode: bool) -> Iterator[Row]:
    """The question, the answer, the source's form where it is written otherwise, the conditions, the verdict."""
    identity, known = found.identity, found.known
    yield (plain_text(pretty(found.heading[0], unicode, known)), pretty(found.left, unicode, known))
    answer = pretty(found.right, unicode, known)
    if identity.is_equation:
        yield ("source" if found.report.verdict == "wrong" else "equals", answer)
    else:
        yield (_label(found, unicode), answer)
        claim = pretty(found.claim, unicode, known)
        if plain_text(claim) != plain_text(answer):
            yield ("source", claim)
    if found.structured:
        yield ("with", [("shape", ", ".join(declared(v, unicode=unicode) for v in found.structured))])
    if found.conditions:
        yield ("where", prose_pieces(found.conditions, unicode, known))
    verdict = found.report.verdict
    mark: list[Piece] = [(verdict, f"{MARKS[verdict]} ")] if unicode else []
    yield ("", [*mark, (verdict, verdict_words(found))])


def declared(symbol: Symbol, *, unicode: bool) -> str:
    """`S symmetric n×n`, in ASCII `S: symmetric(n)`."""
    if unicode:
        return " ".join(plain_text(described(symbol)).split())
    return declaration(spelled(symbol, unicode=False), symbol.kind, sizes_of(symbol))


def _label(found: Found, unicode: bool) -> str:
    """`∇f`, `J`, `df`; in ASCII the word, but `df` too, for that is in the language."""
    if unicode or found.claimed.reading == "differential":
        return plain_text(left_pieces(found.answered, found.letter, unicode, found.known))
    return READINGS[found.claimed.reading].noun


def verdict_words(found: Found) -> str:
    """`verified exactly`; of a source's form that is wrong, in what way."""
    report = found.report
    if report.verdict == "ok":
        return f"verified {'exactly' if report.exact else 'numerically'}"
    differs = DIFFERS.get(found.identity.differs, "not right")
    return f"the source's form is {differs}: it {found.diagnosis}"


def contents(identities: Sequence[Identity]) -> str:
    """The topics with how many identities each has."""
    topics = table().by_topic(identities, identities)
    return "".join(f"  matcalc cookbook {topic:14} {len(some):4}  {title}\n" for topic, title, some in topics)
