"""Helpers that look at the arguments of a module's functions, in the words of each library of Python.

`_given` makes real arrays of one type of them, `_compare` looks at their shapes, and `_checked` puts both before a function. They
read the table `_shapes` of `codegen.text.entry`, and are the last paragraphs of a module.
"""

from __future__ import annotations

_COMPARE = '''
def _compare(values, kinds):
    """Raises ValueError for an array whose shape is not what the others say."""
    sizes = {kinds[name]: value for name, value in values.items()}
    arrays = {name: kind for name, kind in kinds.items() if type(kind) is tuple}
    fit = [name for name, kind in arrays.items() if len(values[name].shape) == len(kind)]
    for name in sorted(fit, key=lambda name: arrays[name].count(1)):  # a matrix tells what its vectors must be
        for size, found in zip(arrays[name], values[name].shape):
            sizes.setdefault(size, found)
    for name in sorted(arrays, key=fit.__contains__):
        kind = arrays[name]
        found, wanted = tuple(values[name].shape), tuple([sizes.get(n, n) if type(n) is str else n for n in kind])
        if len(found) != len(wanted) or any([type(m) is type(n) is int and m != n for m, n in zip(found, wanted)]):
            others = [other for other in arrays if other != name and {*kind} - {1} & {*arrays[other]}]
            beside = f" beside {others[0]} of shape {tuple(values[others[0]].shape)}" if others else ""
            column = f": {name}[:, None], or one axis for all vectors" if found and found == wanted[:1] else "<many>"
            cure = f": {name}.T" if found[::-1] == wanted else column
            raise ValueError(f"{name} must have the shape {wanted}{beside}, not {found}{cure}")
'''
_COMPUTATION = """\
        try:
            found = <computed>
            if any([str(getattr(part, "dtype", "")) == "object" for part in (found if columns[1:] else [found])]):
                raise TypeError("entries that are sparse arrays")
        except (NotImplementedError, RuntimeError, TypeError, ValueError, IndexError, AttributeError) as refused:
            sparse = [name for name, v in zip(names, values) if hasattr(v, "todense") or getattr(v, "is_sparse", False)]
            half = [name for name, v in zip(names, values) if "float16" in str(getattr(v, "dtype", ""))]
            if sparse:
                reason = " ".join(str(refused).split(". ")[0].split())
                raise TypeError(f"{sparse[0]} is sparse, which this cannot be computed of ({reason}): {sparse[0]}.<dense>()") from refused
            if not half or isinstance(refused, (ValueError, IndexError, AttributeError)):
                raise
            raise TypeError(f"there is no factorization of half precision, as {half[0]} has: convert it to float32") from refused\
"""
_CHECKED = '''
def _checked(function):
    """The function behind a check of its arguments; where all vectors have one axis, so have those that it gives."""
    names = function.__code__.co_varnames[: function.__code__.co_argcount]
    kinds = {name: _shapes.get(f"{function.__name__} {name}", _shapes.get(name)) for name in names}
    vectors = [name for name in names if type(kinds[name]) is tuple and kinds[name][1:] == (1,)]
    columns = ["_Column" in part for part in function.__annotations__["return"].split(",")]

    @_wraps(function)
    def checked(*given, **named):
        values = [*given, *[named[name] for name in names[len(given) :] if name in named]]
        if len(values) != len(names) or len(given) + len(named) != len(names):
            return function(*given, **named)  # a TypeError
        values = dict(zip(names, _given(kinds, values)))
        flat = bool(vectors) and all([len(values[name].shape) == 1 for name in vectors])
        values.update([(name, values[name][:, None]) for name in vectors if flat])
        _compare(values, kinds)
        values = [*values.values()]
<computation>
        parts = zip(found if columns[1:] else [found], columns)
        parts = [part[:, 0] if flat and column else part for part, column in parts]
        return tuple(parts) if columns[1:] else parts[0]

    return checked
'''
NUMPY_GIVEN = '''
def _given(name, kind, value):
    """A number, or an array of real ones: integers and lists as floats, a DataFrame by its positions."""
    if kind is None or type(value) is kind:
        return value
    if value is None:
        raise TypeError(f"{name} must be real, not None")
    library = hasattr(value, "__array_function__") and not isinstance(value, _np.matrix)
    asked = type(kind) is not tuple or not hasattr(value, "dtype") or (hasattr(value, "__array__") and not library)
    numbers = hasattr(value, "__array__") or hasattr(value, "toarray")
    try:
        if hasattr(value, "dtype") and not library and (not numbers or type(value).__name__.endswith("Tracer")):
            raise TypeError("what differentiates code itself needs --target jax or torch; derivatives to hand over are here")
        array = _np.asarray(value) if asked or value.dtype == object else value
        array = array.astype(float) if array.dtype == object else array
    except (TypeError, ValueError, RuntimeError) as refused:
        what = f"{type(value).__name__} of {type(value).__module__.partition('.')[0]}".removesuffix(" of builtins")
        raise TypeError(f"{name} must be real, and not every entry of this {what} is a number: {refused}") from refused
    value = array
    letter = getattr(value.dtype, "kind", "f")
    masked = isinstance(value, _np.ma.MaskedArray) and value.mask.any()
    if letter not in "fbiu" or masked:
        raise TypeError(f"{name} must be real, not {'masked' if masked else value.dtype}")
    value = value.data if isinstance(value, _np.ma.MaskedArray) else value
    if type(value).__name__.endswith("_matrix"):
        raise TypeError(f"{name} is an old sparse matrix, whose * multiplies matrices: scipy.sparse.csr_array({name})")
    if type(kind) is tuple:
        return value if letter == "f" else value.astype(float)
    if value.size != 1 or (kind is not float and value.item() % 1):
        raise TypeError(f"{name} must be {'a number' if kind is float else 'an integer'}, not {value}")
    return float(value.item()) if kind is float else int(value.item())
'''


_REFUSE = '''
def _refuse(name, kind, value):
    """Raises TypeError for what is no real number and no array of such, and for a part of an integer."""
    masked = type(value).__name__ == "MaskedArray" and value.mask.any()
    is_complex = "complex" in str(getattr(value, "dtype", type(value)))
    if kind is not None and (masked or is_complex or value is None or isinstance(value, str)):
        raise TypeError(f"{name} must be real, not {'masked' if masked else 'complex' if is_complex else value}")
    letter = getattr(getattr(value, "dtype", None), "kind", "")
    if letter in ("O", "S", "U", "M", "m"):  # objects, text and dates
        raise TypeError(f"{name} must be real, not {value.dtype}" + (f": {name}.astype(float)" if letter == "O" else ""))
    listed = isinstance(value, (list, tuple)) and type(kind) is not tuple
    if listed or (kind is float and any([n != 1 for n in getattr(value, "shape", ())])):
        raise TypeError(f"{name} must be a number, not {value if listed else f'an array of the shape {tuple(value.shape)}'}")
    if (kind is int or isinstance(kind, str)) and isinstance(value, float) and value % 1:
        raise TypeError(f"{name} must be an integer, not {value}")


def _converted(convert, name, value, **how):
    """The array that the library makes of a list. Raises TypeError where it makes none."""
    try:
        return convert(value, **how)
    except (TypeError, ValueError, RuntimeError) as refused:
        raise TypeError(f"{name} must be real, and not every entry of this {type(value).__name__} is a number: {refused}") from refused
'''
_JAX_GIVEN = '''
def _given(kinds, values):
    """Arrays and numbers of one floating-point type, that of the arrays; integers and lists become such."""
    for (name, kind), value in zip(kinds.items(), values):
        _refuse(name, kind, value)
    dtypes = [v.dtype for v, kind in zip(values, kinds.values()) if type(kind) is tuple and hasattr(v, "dtype")]
    dtypes = dtypes or [v.dtype for v in values if hasattr(v, "dtype")] or [float]
    dtype = _jnp.result_type(*dtypes) if _jnp.issubdtype(_jnp.result_type(*dtypes), _jnp.floating) else float
    dense = [(kind is float or type(kind) is tuple) and not hasattr(v, "todense") for v, kind in zip(values, kinds.values())]
    real = [_converted(_jnp.asarray, name, v, dtype=dtype) if is_dense else v for name, v, is_dense in zip(kinds, values, dense)]
    return [_jnp.reshape(v, ()) if kind is float else v for v, kind in zip(real, kinds.values())]
'''
_JAX_COMPUTED = '''
def _computed(function, values):
    """The function of the values; on a mesh with explicit axes JAX lays out what is inside, and results are whole everywhere."""
    arrays = {i: v for i, v in enumerate(values) if hasattr(v, "shape")}
    if any([hasattr(v, "todense") for v in values]) and function.__name__ == "f" and "_value" in globals():
        function = _value.fun  # JAX differentiates by sparse arrays itself only
    meshes = [_jax.typeof(v).sharding.mesh for v in _jax.tree.leaves(arrays)]
    mesh = next((mesh for mesh in meshes if mesh.explicit_axes), None)
    if mesh is None:
        return function(*values)
    whole = _jax.sharding.NamedSharding(mesh, _jax.sharding.PartitionSpec())
    inside = lambda given: function(*[given.get(i, v) for i, v in enumerate(values)])
    return _jax.sharding.auto_axes(inside, axes=mesh.explicit_axes, out_sharding=whole)(arrays)
'''
_TORCH_GIVEN = '''
def _given(kinds, values):
    """Tensors of one floating-point type; integers, lists and arrays become such."""
    tensors = [v for v in values if isinstance(v, _torch.Tensor)]
    values = [v.to_numpy() if hasattr(v, "to_numpy") else v for v in values]
    compressed = ("torch.sparse_csr", "torch.sparse_csc", "torch.sparse_bsr", "torch.sparse_bsc")  # these have no transpose
    values = [v.to_sparse() if str(getattr(v, "layout", "")) in compressed else v for v in values]
    dtype = None
    for (name, kind), value in zip(kinds.items(), values):
        _refuse(name, kind, value)
        if type(kind) is tuple and hasattr(value, "dtype"):
            own = _torch.as_tensor(value).dtype
            dtype = own if dtype is None else _torch.promote_types(own, dtype)
    dtype = dtype if dtype is not None and dtype.is_floating_point else _torch.get_default_dtype()
    device = tensors[0].device if tensors else None
    how = {"dtype": dtype, "device": device}
    listed = [type(kind) is tuple and not isinstance(v, _torch.Tensor) for v, kind in zip(values, kinds.values())]
    values = [_converted(_torch.as_tensor, name, v, **how) if is_list else v for name, v, is_list in zip(kinds, values, listed)]
    real = [_torch.as_tensor(v, **how) if type(kind) is tuple else v for v, kind in zip(values, kinds.values())]
    return [v.reshape(()) if kind is float and isinstance(v, _torch.Tensor) else v for v, kind in zip(real, kinds.values())]
'''
_ARRAY_GIVEN = '''
def _given(kinds, values):
    """Arrays of one floating-point type; integers and lists become such."""
    values = [v.item() if isinstance(v, _numpy.generic) else _numpy.asarray(v) if isinstance(v, _numpy.matrix) else v for v in values]
    for (name, kind), value in zip(kinds.items(), values):
        _refuse(name, kind, value)
    arrays = [v for v in values if _compat.is_array_api_obj(v)]
    xp = _compat.array_namespace(*arrays) if arrays else _numpy
    floats = [v for v, kind in zip(values, kinds.values()) if type(kind) is tuple and "float" in str(getattr(v, "dtype", ""))]
    dtype = xp.result_type(*floats) if floats else xp.asarray(0.5).dtype
    device = _compat.device(arrays[0]) if arrays else None
    return [
        xp.reshape(v, ()) if kind is float and getattr(v, "shape", ()) else float(v) if kind is float and isinstance(v, int)
        else v if type(kind) is not tuple
        else _converted(xp.asarray, name, v, dtype=dtype, device=device) if not _compat.is_array_api_obj(v)
        else v if v.dtype == dtype else xp.astype(v, dtype)
        for (name, kind), v in zip(kinds.items(), values)
    ]
'''


_NUMPY_CHECKED = '''
def _checked(function):
    """The function behind a check of its arguments; where all vectors have one axis, so have those that it gives."""
    names = function.__code__.co_varnames[: function.__code__.co_argcount]
    kinds = {name: _shapes.get(f"{function.__name__} {name}", _shapes.get(name)) for name in names}
    vectors = [i for i, kind in enumerate(kinds.values()) if type(kind) is tuple and kind[1:] == (1,)]
    columns = ["_Column" in part for part in function.__annotations__["return"].split(",")]
    known = {}  # what was right as it came, and whether all vectors had one axis

    @_wraps(function)
    def checked(*given, **named):
        values = [*given, *[named[name] for name in names[len(given) :] if name in named]]
        if len(values) != len(names) or len(given) + len(named) != len(names):
            return function(*given, **named)  # a TypeError
        seen = tuple([(v.shape, v.dtype) if type(v) is _np.ndarray else v if type(v) is int else type(v) for v in values])
        flat, dtype = known.get(seen, (None, None))
        if flat is None:
            given, values = values, list(map(_given, names, kinds.values(), values))
            dtype = _np.result_type(*[v for v in values if isinstance(v, _np.ndarray)] or [float])
            flat = bool(vectors) and all([len(values[i].shape) == 1 for i in vectors])
            shaped = [v[:, None] if flat and i in vectors else v for i, v in enumerate(values)]
            _compare(dict(zip(names, shaped)), kinds)
            if all([new is old and type(new) in (_np.ndarray, int, float) for new, old in zip(values, given)]):
                known[seen] = flat, dtype
        if flat:
            values = [v[:, None] if i in vectors else v for i, v in enumerate(values)]
        elif dtype == float and seen in known:
            return function(*values)
<computation>
        parts = [part[:, 0] if flat and column else part for part, column in zip(found if columns[1:] else [found], columns)]
        parts = [part.astype(dtype, copy=False) if isinstance(part, _np.ndarray) else part for part in parts]
        return tuple(parts) if columns[1:] else parts[0]

    return checked
'''


def entry(
    given: str, checked: str = _CHECKED, many: str = "", computed: str = "function(*values)", dense: str = "todense"
) -> str:
    """The three functions; `many` says what to do with more axes, `computed` calls the function, `dense` fills in zeros."""
    computation = _COMPUTATION.replace("<computed>", computed).replace("<dense>", dense)
    checked = checked.replace("<computation>", computation)
    return "\n\n\n".join([given.strip(), _COMPARE.replace("<many>", many).strip(), checked.strip()])


NUMPY = entry(NUMPY_GIVEN, _NUMPY_CHECKED)
ARRAY_API = entry(f"{_REFUSE}\n{_ARRAY_GIVEN}")
JAX_GIVEN = f"{_REFUSE}\n{_JAX_GIVEN}"
JAX = entry(
    f"{JAX_GIVEN}\n{_JAX_COMPUTED}", many="; jax.vmap takes many at once", computed="_computed(function, values)"
)
TORCH = entry(f"{_REFUSE}\n{_TORCH_GIVEN}", many="; torch.vmap takes many at once", dense="to_dense")
