"""The walk of every graph here, trees of syntax, expressions and steps of code alike."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import TypeVar

    T = TypeVar("T")


def children_first(
    roots: Sequence[T], children: Callable[[T], Sequence[T]], skip: Callable[[T], object] | None = None
) -> Iterator[T]:
    """Every distinct item below the roots, its children before it, without recursion.

    Nothing of an item that is to be skipped: neither itself nor what only it leads to.
    """
    done: set[T] = set()
    stack = [(root, False) for root in reversed(roots)]
    while stack:
        item, opened = stack.pop()
        if opened:
            yield item
        elif item not in done:
            done.add(item)
            if skip is not None and skip(item):
                continue
            inner = children(item)
            if inner:
                stack.append((item, True))
                stack.extend([(child, False) for child in reversed(inner) if child not in done])
            else:
                yield item
