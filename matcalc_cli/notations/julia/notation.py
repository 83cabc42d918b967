"""Julia: the language itself but for a few names, broadcast sums `.+`, and functions of matrices (see `by_shape`)."""

from __future__ import annotations

import re
from collections.abc import Collection

from matcalc_cli.functions import elsewhere
from matcalc_cli.language.grammar.brackets import INDEXED
from matcalc_cli.language.grammar.lexer import Token, tokens
from matcalc_cli.notations.arrays.indices import check_indices, on_indices
from matcalc_cli.notations.arrays.kinds import Axes
from matcalc_cli.notations.brackets import closing_of, joined, separators
from matcalc_cli.notations.by_shape import divide_by_matrices, leave_out_indices
from matcalc_cli.notations.calls import JULIA, JULIA_SIZES, written_out
from matcalc_cli.notations.counts import declare_lambda
from matcalc_cli.notations.exponentials import note_transposes, write_exponentials
from matcalc_cli.notations.julia.by_shape import julia, on_pairs, put_first
from matcalc_cli.notations.julia.calls import respelled
from matcalc_cli.notations.julia.comprehensions import of_entries, with_dots
from matcalc_cli.notations.julia.inner import write_inner_products
from matcalc_cli.notations.julia.pipes import accented, piped, selected
from matcalc_cli.notations.julia.products import grouped
from matcalc_cli.notations.julia.triangles import one_triangle
from matcalc_cli.notations.notation import Notation
from matcalc_cli.notations.statements import KEYWORDS, check_keywords, program_words
from matcalc_cli.notations.symmetric import declare_definite
from matcalc_cli.notations.writer import Writer, refused

NAMES = elsewhere("julia")
UNSUPPORTED = {
    **dict.fromkeys(
        ("onehot", "onehotbatch"), "a matrix Y of zeros and ones stands for it, with one column for each sample"
    ),
    "logitcrossentropy": "of a column z and probabilities y it is -sum(y .* log.(softmax(z)))",
    "crossentropy": "of probabilities p and y it is -sum(y .* log.(p))",
    "gelu": "NNlib's is the approximation by tanh; x .* normcdf.(x) is that by the distribution function",
}
FOREIGN = {
    "×": ("× is the cross product in Julia, which is not read", "a product is written *"),
    "∘": ("∘ composes functions in Julia", "a product entry by entry is written .*"),
}
"""Operators that mean something else than in mathematics."""
ORDERS = ("<", ">", "<=", ">=", "==", "!=", "≤", "≥", "≠")
TAKEN = re.compile(
    r"\b(?:(?:ForwardDiff|Zygote|ReverseDiff|FiniteDiff|Enzyme|Flux)\s*\.\s*)?(?:gradient|hessian|jacobian|derivative)\s*\(\s*(?=[\w(][\w, )]*->)"
)
"""The beginning of a derivative of a function, ForwardDiff.gradient(x -> x'A*x, x)."""
BEHIND = re.compile(r"(?:,\s*\w+\s*)+\)(?:\s*\[\s*1\s*\])?\s*;?\s*\Z")
"""Where it is taken."""
SAID = "{} … {} is left out: the command says which derivative, --wrt by what"
UNSAID = re.compile(r"(?m)^[ \t]*(?:const|local|global)\b")
"""Words that say nothing about a value."""
FIRST = re.compile(r"(?<=[\[,:])\s*begin\b")
"""The first place, x[begin]."""
SINGLE = re.compile(r"(?<![\w.])(\d+\.?\d*)f([+-]?\d+)")
"""A number in single precision, 1f-3."""
OF_BITS = re.compile(r"(?<![\w.])0(?:x[\da-fA-F]+|b[01]+|o[0-7]+)(?!\w)")
"""A number by its bits, 0x1F, which is no multiple of a name."""
WORDS = KEYWORDS | {"true", "false", "nothing", "missing", "NaN", "Inf", "im"}
FACTORS = ("cholesky",)
"""Functions whose value is a factorization, which stands for its matrix in A \\ b, inv, det and logdet."""


def words(text: str, functions: Collection[str] = ()) -> list[Token]:
    """The words of a text in Julia, where calls of all functions look alike. Raises MatcalcError."""
    del functions
    if bits := OF_BITS.search(text):
        message, hint = f"{bits[0]} is a number by its bits", f"in decimals it is {int(bits[0], 0)}"
        raise refused("syntax", message, *bits.span(), hint)
    text = FIRST.sub(lambda word: "1".ljust(len(word[0])), UNSAID.sub(lambda word: " " * len(word[0]), text))
    text, spans = with_dots(SINGLE.sub(r"\1e\2", text))
    given = piped(text, accented(of_entries(tokens(text), spans)))
    called = written_out(written_out(respelled(given), {**JULIA, "ifelse": selected}), JULIA_SIZES)
    writer, given = Writer(), joined(indexed(called), {"hcat": ",", "vcat": ";"})
    index = 0
    while given[index].kind != "end":
        index += _word(writer, given, index)
    check_keywords(writer.words, WORDS)
    return grouped(writer.end(given[-1].end))


def without_derivatives(text: str) -> tuple[str, list[str]]:
    """The function of ForwardDiff.gradient(x -> x'A*x, x) alone, and a note about what is left out."""
    taken, behind = TAKEN.search(text), BEHIND.search(text)
    if taken is None or behind is None or text[: taken.start()].strip():
        return text, []
    said = SAID.format(taken[0].strip(), behind[0].strip())
    return " " * taken.end() + text[taken.end() : behind.start()], [said]


def read(text: str, functions: Collection[str]) -> tuple[list[Token], list[str]]:
    """The words of a program, and the notes about it."""
    alone, left_out = without_derivatives(text)
    found, notes = program_words(words)(alone, functions)
    return found, [*left_out, *notes]


def indexed(given: list[Token]) -> list[Token]:
    """All words with `[a, b]` as the column it is in Julia, and `A[i, :]`, a vector there, as a column too."""
    words, index = list(given), 0
    while index < len(words):
        if words[index].kind == "[":
            _bracket(words, index)
        index += 1
    return words


def _bracket(words: list[Token], index: int) -> None:
    before = words[index - 1] if index else None
    commas = separators(words, index)
    if before is None or not words[index].tight or before.kind not in INDEXED:
        for place in commas:
            words[place] = Token(";", ";", words[place].start, words[place].end, True)
        return
    colons, stop = separators(words, index, ":"), closing_of(words, index)
    check_indices(words[index + 1 : stop])
    if len(commas) == 1 and colons and min(colons) > commas[0]:
        words.insert(stop + 1, Token("transpose", "'", words[stop].start, words[stop].end, True))


def _word(writer: Writer, given: list[Token], index: int) -> int:
    """Rewrite the word at the index; how many words that took."""
    token, after = given[index], given[index + 1]
    if token.text == "." and after.tight and after.kind in ("add", "subtract"):
        writer.put(after.kind, token.start, after.end)
        return 2
    if token.text == "." and after.text in ("L", "U") and writer.words and writer.words[-1].kind == ")":
        if after.text == "U":
            writer.put("transpose", token.start, after.end)
        return 2
    if (
        token.kind == "["
        and [t.kind for t in given[index + 1 : index + 3]] == [":", "]"]
        and writer.words
        and token.tight
    ):
        writer.wrap("vec", token.start, given[index + 2].end)
        return 3
    if token.text == "." and after.text in ORDERS:
        hint = "ifelse.(x .> 0, x, 0) is read, and relu.(x); a mask of zeros and ones is a factor, x .* m"
        raise refused(
            "unsupported", f".{after.text} compares entries, and is read in ifelse alone", token.start, after.end, hint
        )
    if token.text in FOREIGN:
        raise refused("unsupported", FOREIGN[token.text][0], token.start, token.end, FOREIGN[token.text][1])
    called = after.kind in ("(", ".(")
    if called and token.text in FACTORS:
        _check_factor(given, index)
    if token.kind == "name" and called and token.text in UNSUPPORTED:
        message = f"{token.text} is not part of the language"
        raise refused("unsupported", message, token.start, token.end, UNSUPPORTED[token.text])
    if token.kind == "name" and token.text == "σ" and after.kind == ".(":
        writer.put("name", token.start, token.end, "sigmoid", tight=token.tight)
    elif token.kind == "name" and called and token.text in NAMES:
        writer.put("name", token.start, token.end, NAMES[token.text], tight=token.tight)
    else:
        writer.extend([token])
    return 1


def _check_factor(given: list[Token], index: int) -> None:
    r"""Refuse `cholesky(S) \\ b`, which solves with S and not with its factor."""
    depth = 0
    for at in range(index + 1, len(given) - 1):
        depth += (given[at].kind in ("(", ".(")) - (given[at].kind == ")")
        if depth == 0:
            if given[at + 1].text == "." and given[min(at + 2, len(given) - 1)].text in ("L", "U"):
                return
            break
    hint = "cholesky(S).L is the lower factor; for what is done with S itself write S: S \\ b, inv(S), logdet(S)"
    message = "cholesky(S) is a factorization, which stands for S and not for its factor"
    raise refused("unsupported", message, given[index].start, given[index].end, hint)


NOTATION = Notation(
    "Julia",
    read,
    signs=r"√|⋅|\babs2\b|->|//\d|^\s*function\b|@\.|\bopnorm\(|\bLinearAlgebra\b|\b(?:Diagonal|maximum|minimum)\(",
    unsigned=True,
    juxtaposes=True,
    blanks=True,
    product="⋅",
    told=r"",
    papers=r"\A(?![\s\S]*(?:@\.|\.[-+]|\bfor\b))",  # without dots a number is added to numbers alone
    before=(
        note_transposes,
        put_first,
        one_triangle,
        write_inner_products,
        write_exponentials,
        declare_lambda,
        declare_definite,
    ),
    at_shapes=(leave_out_indices, divide_by_matrices),
    at_call=(julia,),
    axes=Axes(sign="⋅"),
    remarks=(on_indices, on_pairs),
)
