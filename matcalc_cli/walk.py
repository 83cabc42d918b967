"""The walk of every graph here, trees of syntax, expressions and steps of code alike."""

from __future__ import annotations

from matcalc_cli.later import attrgetter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import TypeVar

    T = TypeVar("T")


CHILDREN = attrgetter("children")


def children_first(
    roots: Sequence[T], children: Callable[[T], Sequence[T]] = CHILDREN, skip: Callable[[T], object] | None = None
) -> Iterator[T]:
    """Every distinct item below the roots, its children before it, without recursion.

    Nothing of an item that is to be skipped: neither itself nor what only it leads to. Children are what an item has as such
    where nobody says otherwise.
    """
    done: set[T] = set()
    stack: list[T | None] = [*reversed(roots)]
    while stack:
        item = stack.pop()
        if item is None:  # what stands below it was opened, and all that is below that is done
            yield stack.pop()  # type: ignore[misc]
        elif item not in done:
            done.add(item)
            if skip is not None and skip(item):
                continue
            inner = item.children if children is CHILDREN else children(item)  # type: ignore[attr-defined]
            if inner:
                stack += (item, None, *inner[::-1])
            else:
                yield item
