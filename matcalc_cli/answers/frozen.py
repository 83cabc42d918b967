"""Values that nobody changes, of which some parts are worked out when they are first looked at."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, Self, TypeAlias, TypeVar

    T = TypeVar("T")
    Later: TypeAlias = T | Callable[[], T]
    """A value, or a function that works it out."""


class Reading:
    """An attribute that is worked out when it is first looked at, of a value that was given as a function of none."""

    def __set_name__(self, _: type, name: str) -> None:
        self._name = f"_{name}"

    def __get__(self, instance: object | None, _: type) -> object:
        if instance is None:
            return self
        found = instance.__dict__[self._name]
        if callable(found):
            found = instance.__dict__[self._name] = found()
        return found


def reading() -> Any:
    """A Reading, which whoever looks at the attribute takes for the value itself."""
    return Reading()


class Frozen:
    """A value: nothing of it can be set, and `but` makes another."""

    def __init__(self, **parts: object) -> None:
        self.__dict__.update({self._place(name): part for name, part in parts.items()})

    def __setattr__(self, name: str, _: object) -> None:
        raise AttributeError(f"{name} of {type(self).__name__} cannot be set; `but` makes another one")

    def but(self, **changes: object) -> Self:
        """The value with some of its parts replaced; a reading may be given as a function that works it out."""
        found = object.__new__(type(self))
        found.__dict__.update(self.__dict__)
        for name, part in changes.items():
            if self._place(name) not in self.__dict__:
                raise TypeError(f"{type(self).__name__} has no {name}")
            found.__dict__[self._place(name)] = part
        return found

    @classmethod
    def readings(cls) -> list[str]:
        """The names of what is worked out when it is first looked at."""
        return [name for name, part in vars(cls).items() if isinstance(part, Reading)]

    @classmethod
    def _place(cls, name: str) -> str:
        return f"_{name}" if isinstance(getattr(cls, name, None), Reading) else name
