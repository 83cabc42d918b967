"""Values that nobody changes, of which some parts are worked out when they are first looked at."""

from __future__ import annotations

from matcalc_cli.later import cache

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
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
        places = _places(type(self))
        self.__dict__.update({places.get(name, name): part for name, part in parts.items()})

    def __setattr__(self, name: str, _: object) -> None:
        raise AttributeError(f"{name} of {type(self).__name__} cannot be set; `but` makes another one")

    def but(self, **changes: object) -> Self:
        """The value with some of its parts replaced; a reading may be given as a function that works it out."""
        found = object.__new__(type(self))
        found.__dict__.update(self.__dict__)
        places = _places(type(self))
        for name, part in changes.items():
            if places.get(name, name) not in self.__dict__:
                raise TypeError(f"{type(self).__name__} has no {name}")
            found.__dict__[places.get(name, name)] = part
        return found

    @classmethod
    def readings(cls) -> list[str]:
        """The names of what is worked out when it is first looked at."""
        return [name for name, part in vars(cls).items() if isinstance(part, Reading)]


@cache
def _places(cls: type[Frozen]) -> Mapping[str, str]:
    """Where the readings of a class are kept, by their names; everything else is under its own."""
    return {name: f"_{name}" for name in dir(cls) if isinstance(getattr(cls, name), Reading)}
