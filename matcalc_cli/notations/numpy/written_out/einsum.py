"""np.einsum of vectors and matrices: chains, traces, scalings by diagonals, entrywise products and sums of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from matcalc_cli.language.grammar.lexer import Token
from matcalc_cli.notations.numpy.written_out.entropies import is_matrix
from matcalc_cli.notations.words import Words, bracketed, call, joined, transposed
from matcalc_cli.notations.writer import refused

SPEC = re.compile(r"\s*([a-zA-Z]{1,2}(?:\s*,\s*[a-zA-Z]{1,2})*)\s*(?:->\s*([a-zA-Z]{0,2}))?\s*")
READ = 'products of vectors and matrices are read: "ij,jk->ik", "i,ij,j->", "ij,ij->", "ii->", "ij,j->ij"'


class Factor:
    """An operand and its indices, one of a vector."""

    __slots__ = ("indices", "words")

    def __init__(self, indices: str, words: Words) -> None:
        self.indices = indices
        self.words = bracketed(words)

    def seen_from(self, index: str) -> Words:
        """A matrix with that index for its rows."""
        return self.words if self.indices[0] == index else transposed(self.words)


def contraction(spec: str, operands: Sequence[Words], at: Token) -> Words:
    """The words of a contraction. Raises MatcalcError (unsupported) for what is none of matrices."""
    ellipsis = "Z" if operands and is_matrix(operands[0]) else ""  # of a matrix the rows
    found = SPEC.fullmatch(spec.replace("...", ellipsis))
    indices = re.findall(r"[a-zA-Z]+", found[1]) if found else []
    if not found or len(indices) != len(operands):
        raise refused("unsupported", "this einsum is not read", at.start, at.end, READ)
    together = "".join(indices)
    output = found[2] if found[2] is not None else "".join(sorted(i for i in {*together} if together.count(i) == 1))
    if len({*output}) < len(output) or not {*output} <= {*together} or len(output) > 2:
        raise refused("unsupported", "this einsum is not read", at.start, at.end, READ)
    factors = [Factor(i, w) for i, w in zip(indices, operands, strict=True)]
    return _Contraction(factors, output, at).words()


class _Contraction:
    """Factors that are multiplied, and the indices that stay."""

    def __init__(self, factors: Sequence[Factor], output: str, at: Token) -> None:
        self.at = at
        self.output = output
        self.vectors: dict[str, list[Words]] = {}
        edges: dict[frozenset[str], list[Factor]] = {}
        for factor in factors:
            if len({*factor.indices}) == 1:
                of = factor.words if len(factor.indices) == 1 else call("diag", at, [factor.words])
                self.vectors.setdefault(factor.indices[0], []).append(of)
            else:
                edges.setdefault(frozenset(factor.indices), []).append(factor)
        self.matrices = [self.entrywise(between) for between in edges.values()]
        self.nodes = list(dict.fromkeys("".join(factor.indices for factor in factors)))

    def entrywise(self, between: Sequence[Factor]) -> Factor:
        """Matrices with the same two indices, multiplied entry by entry."""
        rows = between[0].indices[0]
        words = joined("hadamard", self.at, [factor.seen_from(rows) for factor in between])
        return Factor(between[0].indices, words)

    def words(self) -> Words:
        """The product of what hangs together."""
        parts: dict[str, Words] = {}
        numbers: list[Words] = []
        whole: Words | None = None
        for nodes in self.components():
            ends = [index for index in self.output if index in nodes]
            if len(ends) == 2:
                whole = self.chain(nodes, ends[0], ends[1])
            elif ends:
                parts[ends[0]] = self.diagonal(nodes, ends[0]) if self.is_circle(nodes) else self.column(nodes, ends[0])
            else:
                numbers.append(self.number(nodes))
        if len(parts) == 2:
            first, second = (parts[index] for index in self.output)
            whole = joined("multiply", self.at, [first, transposed(second)])
        result = [whole] if whole else [*parts.values()]
        return bracketed(joined("multiply", self.at, [*numbers, *result]))

    def components(self) -> Iterator[list[str]]:
        """The indices that hang together."""
        left = list(self.nodes)
        while left:
            found = [left.pop(0)]
            for node in found:
                near = [i for m in self.matrices if node in m.indices for i in m.indices]
                found += [i for i in dict.fromkeys(near) if i not in found]
            left = [node for node in left if node not in found]
            yield found

    def degrees(self, nodes: Sequence[str]) -> dict[str, int]:
        """In how many matrices each index stands."""
        return {node: sum(node in m.indices for m in self.matrices) for node in nodes}

    def is_circle(self, nodes: Sequence[str]) -> bool:
        """Whether the matrices lead from an index back to it."""
        return len(nodes) > 2 and all(count == 2 for count in self.degrees(nodes).values())

    def diagonal(self, nodes: Sequence[str], index: str) -> Words:
        """The diagonal of a circle of matrices with one index that stays: x' S x of each row x."""
        return call("diag", self.at, [self.chain([*nodes], index, index)])

    def number(self, nodes: Sequence[str]) -> Words:
        """A sum over all indices: a trace around a circle, else a row times a column."""
        degree = self.degrees(nodes)
        if self.is_circle(nodes):
            return call("tr", self.at, [self.chain([*nodes], nodes[0], nodes[0])])
        start = min(nodes, key=degree.__getitem__)
        scaling = self.vectors.pop(start, None) if degree[start] else None
        if len(nodes) == 2 and not scaling and not self.vectors.keys() & {*nodes}:
            return call("sum", self.at, [self.chain(nodes, nodes[0], nodes[1])])
        column = self.column(nodes, start)
        if not scaling:
            return call("sum", self.at, [column])
        return bracketed(joined("multiply", self.at, [transposed(joined("hadamard", self.at, scaling)), column]))

    def column(self, nodes: Sequence[str], start: str) -> Words:
        """A column whose index is `start`: its chain of matrices times what stands at the other end."""
        path = self.path(nodes, start, "")
        end = path[-1].indices.replace(self.before(path, start), "") if path else start
        factors = self.product(path, start, scaled_end=False)
        vectors = self.vectors.get(end, [])
        if not path:
            return joined("hadamard", self.at, vectors)
        if vectors:
            return bracketed(joined("multiply", self.at, [*factors, joined("hadamard", self.at, vectors)]))
        return call("rowsum", self.at, [joined("multiply", self.at, factors)])

    def chain(self, nodes: Sequence[str], start: str, end: str) -> Words:
        """The matrix from one index to another."""
        return bracketed(
            joined("multiply", self.at, self.product(self.path(nodes, start, end), start, scaled_end=start != end))
        )

    def before(self, path: Sequence[Factor], start: str) -> str:
        """The index from which the last matrix of a path is seen."""
        for factor in path[:-1]:
            start = factor.indices.replace(start, "")
        return start

    def product(self, path: Sequence[Factor], start: str, *, scaled_end: bool) -> list[Words]:
        """The matrices along a path, with diagonals where vectors have an index of theirs."""
        found = self.scaling(start)
        for number, factor in enumerate(path):
            found.append(factor.seen_from(start))
            start = factor.indices.replace(start, "")
            if scaled_end or number < len(path) - 1:
                found += self.scaling(start)
        return found

    def scaling(self, index: str) -> list[Words]:
        vectors = self.vectors.get(index)
        return [call("diag", self.at, [joined("hadamard", self.at, vectors)])] if vectors else []

    def path(self, nodes: Sequence[str], start: str, end: str) -> list[Factor]:
        """The matrices one behind the other, all of them."""
        left = [m for m in self.matrices if m.indices[0] in nodes]
        found: list[Factor] = []
        at = start
        while left:
            near = [m for m in left if at in m.indices]
            if len(near) > 1 + (not found and start == end) or not near:
                break
            found.append(near[0])
            left.remove(near[0])
            at = near[0].indices.replace(at, "")
            if at in self.output and at != end:
                break
        if left or (end and at != end):
            raise refused("unsupported", "this einsum is not read", self.at.start, self.at.end, READ)
        return found
