"""What looks at the arguments of a module's functions, in the words of each library of Python.

`_given` makes real arrays of one type of them, `_compare` looks at their shapes, and `_checked` puts both before a function. They
read the table `_shapes` of `codegen.entry`, and are the last paragraphs of a module.
"""

from __future__ import annotations

_COMPARE = '''
def _compare(values):
    """Raises ValueError for an array whose shape is not what _shapes and the other arguments say."""
    sizes = {_shapes.get(name): value for name, value in values.items()}
    arrays = {name: _shapes[name] for name in values if type(_shapes.get(name)) is tuple}
    for name in sorted(arrays, key=lambda name: arrays[name].count(1)):  # a matrix tells what its vectors must be
        for size, found in zip(arrays[name], values[name].shape):
            sizes.setdefault(size, found)
    for name, kind in arrays.items():
        found, wanted = tuple(values[name].shape), tuple([sizes.get(n, n) if type(n) is str else n for n in kind])
        if len(found) != len(wanted) or any([type(m) is type(n) is int and m != n for m, n in zip(found, wanted)]):
            others = [other for other in arrays if other != name and {*kind} - {1} & {*arrays[other]}]
            beside = f" beside {others[0]} of shape {tuple(values[others[0]].shape)}" if others else ""
            column = f": {name}[:, None], or one axis for all vectors" if found and found == wanted[:1] else "<many>"
            cure = f": {name}.T" if found[::-1] == wanted else column
            raise ValueError(f"{name} must have the shape {wanted}{beside}, not {found}{cure}")
'''
_CHECKED = '''
def _checked(function):
    """The function behind a check of its arguments; where all vectors have one axis, so have those that it gives."""
    names = function.__code__.co_varnames[: function.__code__.co_argcount]
    vectors = [name for name in names if type(_shapes.get(name)) is tuple and _shapes[name][1:] == (1,)]
    columns = ["_Column" in part for part in function.__annotations__["return"].split(",")]

    @_wraps(function)
    def checked(*given, **named):
        values = [*given, *[named[name] for name in names[len(given) :] if name in named]]
        if len(values) != len(names) or len(given) + len(named) != len(names):
            return function(*given, **named)  # a TypeError
        values = dict(zip(names, _given(names, values)))
        flat = bool(vectors) and all([len(values[name].shape) == 1 for name in vectors])
        values.update([(name, values[name][:, None]) for name in vectors if flat])
        _compare(values)
        found = function(*values.values())
        parts = zip(found if columns[1:] else [found], columns)
        parts = [part[:, 0] if flat and column else part for part, column in parts]
        return tuple(parts) if columns[1:] else parts[0]

    return checked
'''
_FAST = '''\
        kinds = tuple([(v.shape, v.dtype) if type(v) is _np.ndarray else v if type(v) is int else type(v) for v in values])
        if kinds in known:
            return function(*values)
        given, values = values, dict(zip(names, map(_given, names, values)))
        dtype = _np.result_type(*[v for v in values.values() if isinstance(v, _np.ndarray)] or [float])
'''
_SINGLE = '''\
        parts = [part.astype(dtype, copy=False) if isinstance(part, _np.ndarray) else part for part in parts]
        if dtype == float and all([new is old for new, old in zip(values.values(), given)]):
            known.add(kinds)
'''
_GIVEN = '''
def _given(name, value):
    """A number, or an array of real ones: integers and lists as floats, a DataFrame by its positions."""
    kind = _shapes.get(name)
    if kind is None or type(value) is kind:
        return value
    library = hasattr(value, "__array_function__") and not isinstance(value, _np.matrix)
    if type(kind) is not tuple or not hasattr(value, "shape") or (hasattr(value, "__array__") and not library):
        value = _np.asarray(value)
    letter = getattr(getattr(value, "dtype", None), "kind", "f")
    if letter not in "fbiuO" or (isinstance(value, _np.ma.MaskedArray) and value.mask.any()):
        raise TypeError(f"{name} must be real, without masked entries, not of type {value.dtype}")
    if type(value).__name__.endswith("_matrix"):
        raise TypeError(f"{name} is an old sparse matrix, whose * multiplies matrices: scipy.sparse.csr_array({name})")
    if type(kind) is tuple:
        return value if letter == "f" else value.astype(float)
    if value.size != 1 or (kind is not float and value.item() % 1):
        raise TypeError(f"{name} must be {'a number' if kind is float else 'an integer'}, not {value}")
    return float(value.item()) if kind is float else int(value.item())
'''


_JAX_GIVEN = '''
def _given(names, values):
    """Arrays and numbers of one floating-point type, that of the arrays; integers and lists become such."""
    kinds = [_shapes.get(name) for name in names]
    for name, value, kind in zip(names, values, kinds):
        if kind is not None and "complex" in str(getattr(value, "dtype", type(value))):
            raise TypeError(f"{name} must be real, not complex")
    dtypes = [v.dtype for v, kind in zip(values, kinds) if type(kind) is tuple and hasattr(v, "dtype")]
    dtypes = dtypes or [v.dtype for v in values if hasattr(v, "dtype")] or [float]
    dtype = _jnp.result_type(*dtypes) if _jnp.issubdtype(_jnp.result_type(*dtypes), _jnp.floating) else float
    real = [_jnp.asarray(v, dtype) if kind is float or type(kind) is tuple else v for v, kind in zip(values, kinds)]
    return [_jnp.reshape(v, ()) if kind is float else v for v, kind in zip(real, kinds)]
'''
_TORCH_GIVEN = '''
def _given(names, values):
    """Tensors of one floating-point type; integers, lists and arrays become such."""
    kinds = [_shapes.get(name) for name in names]
    tensors = [v for v in values if isinstance(v, _torch.Tensor)]
    values = [v.to_numpy() if hasattr(v, "to_numpy") else v for v in values]
    dtype = None
    for name, value, kind in zip(names, values, kinds):
        if kind is not None and "complex" in str(getattr(value, "dtype", type(value))):
            raise TypeError(f"{name} must be real, not complex")
        if type(kind) is tuple and hasattr(value, "dtype"):
            own = _torch.as_tensor(value).dtype
            dtype = own if dtype is None else _torch.promote_types(own, dtype)
    dtype = dtype if dtype is not None and dtype.is_floating_point else _torch.get_default_dtype()
    device = tensors[0].device if tensors else None
    real = [_torch.as_tensor(v, dtype=dtype, device=device) if type(kind) is tuple else v for v, kind in zip(values, kinds)]
    return [v.reshape(()) if kind is float and isinstance(v, _torch.Tensor) else v for v, kind in zip(real, kinds)]
'''
_ARRAY_GIVEN = '''
def _given(names, values):
    """Arrays of one floating-point type; integers and lists become such."""
    kinds = [_shapes.get(name) for name in names]
    arrays = [v for v in values if _compat.is_array_api_obj(v)]
    xp = _compat.array_namespace(*arrays) if arrays else _numpy
    for name, value, kind in zip(names, values, kinds):
        if kind is not None and "complex" in str(getattr(value, "dtype", type(value))):
            raise TypeError(f"{name} must be real, not complex")
    floats = [v for v, kind in zip(values, kinds) if type(kind) is tuple and "float" in str(getattr(v, "dtype", ""))]
    dtype = xp.result_type(*floats) if floats else xp.asarray(0.5).dtype
    device = _compat.device(arrays[0]) if arrays else None
    return [
        xp.reshape(v, ()) if kind is float and getattr(v, "shape", ()) else float(v) if kind is float and type(v) is int
        else v if type(kind) is not tuple or getattr(v, "dtype", "") == dtype
        else xp.astype(v, dtype) if _compat.is_array_api_obj(v) else xp.asarray(v, dtype=dtype, device=device)
        for v, kind in zip(values, kinds)
    ]
'''


def _numpy() -> str:
    """The check that remembers shapes which were right, and gives results in the precision of the arguments."""
    text = _CHECKED.replace("        values = dict(zip(names, _given(names, values)))\n", _FAST)
    text = text.replace("        return tuple(parts)", f"{_SINGLE}        return tuple(parts)")
    return text.replace('.split(",")]\n', '.split(",")]\n    known = set()\n')


def _entry(given: str, checked: str = _CHECKED, many: str = "") -> str:
    """The three functions; `many` is what to do with more axes."""
    return "\n\n".join([given.strip(), "", _COMPARE.replace("<many>", many).strip(), "", checked.strip()]).replace("\n\n\n", "\n\n")


NUMPY = _entry(_GIVEN, _numpy())
ARRAY_API = _entry(_ARRAY_GIVEN)
JAX = _entry(_JAX_GIVEN, many="; jax.vmap takes many at once")
TORCH = _entry(_TORCH_GIVEN, many="; torch.vmap takes many at once")
