"""The closed set: operations that expressions are built of, each linear, or a power, with its adjoint and its matrix.

`G` is the adjoint's argument, of the shape of the result; dimension names are the signature's.
"""

from __future__ import annotations

from matcalc_cli.expr.function import Function

TRANSPOSE = Function(
    "transpose", "A: m,n -> n,m", "the transpose A'",
    differential={"A": "linear"}, adjoint={"A": "G'"}, matrix={"A": "commutation(m,n)"},
    tells_shapes=True, elsewhere={"mathematica": "Transpose ConjugateTranspose", "julia": "adjoint", "sympy": "Transpose Adjoint adjoint", "numpy-method": "transpose t", "sympy-method": "transpose adjoint"}, example="transpose(A)*B", source="Magnus & Neudecker, Matrix Differential Calculus, 3.7", tilt=1, work=(0, 1),
    moved={"vec": "`vec(dX')` = `commutation(m,n)*vec(dX)`"}, operator="transpose",
)  # fmt: skip
POWER = Function(
    "power", "A: n,n; k: 1,1 -> n,n", "the matrix power A^k of a square matrix, k an integer",
    # Karr's convention for a sum whose upper bound is below the lower one makes this right for every integer k.
    differential={"A": "sum(j, 0, k-1, A^j*dA*A^(k-1-j))"}, domain={"A": "invertible"},
    invertible="the first argument", definite="a definite argument", tells_shapes=True, example="A^3", source="MIT 18.063, lecture 3",
    proof=(
        "d(A^2) = dA*A + A*dA # product rule",
        "d(A^3) = dA*A^2 + A*d(A^2) # `A^3` = `A*A^2`",
        " = dA*A^2 + A*dA*A + A^2*dA",
        "d(A^k) = sum(j, 0, k-1, A^j*dA*A^(k-1-j)) # and so on",
    ),
)  # fmt: skip
ELEMENTWISE_POWER = Function(
    "elementwise_power", "x: m,n; p: 1,1 -> m,n", "the power x.^p of every entry",
    differential={"x": "p*x.^(p-1).*dx", "p": "dp*(x.^p.*log(x))"}, transposition="commutes",
    domain={"x": "positive"}, tells_shapes=True, example="x.^3",
)  # fmt: skip
POWERS = (POWER, ELEMENTWISE_POWER)

HADAMARD = Function(
    "hadamard", "A: m,n; B: m,n -> m,n", "the elementwise (Hadamard) product A.*B",
    differential={"A": "linear", "B": "linear"}, tells_shapes=True, example="hadamard(A, B)",  # the rest is in readings/variadic.py
    source="Magnus & Neudecker, 3.6", turns_arguments=True, operator="hadamard",
    moved={
        "vec": "`vec(U.*dX)` = `diag(vec(U))*vec(dX)`", "column": "`u.*dx` = `diag(u)*dx`",
        "trace": "`tr(U'*(V.*W))` = `tr((U.*V)'*W)`", "inner": "`u'*(v.*w)` = `(u.*v)'*w`",
    },
)  # fmt: skip
KRON = Function(
    "kron", "A: m,n; B: p,q -> m*p,n*q", "the Kronecker product",
    differential={"A": "linear", "B": "linear"},
    # vec(A kron B) = (I_n kron K_qm kron I_p) (vec A kron vec B)
    adjoint={
        "A": "unvec(kron(I(m*n), vec(B)')*kron(I(n), commutation(m,q), I(p))*vec(G), m, n)",
        "B": "unvec(kron(vec(A)', I(p*q))*kron(I(n), commutation(m,q), I(p))*vec(G), p, q)",
    },
    matrix={
        "A": "kron(I(n), commutation(q,m), I(p))*kron(I(m*n), vec(B))",
        "B": "kron(I(n), commutation(q,m), I(p))*kron(vec(A), I(p*q))",
    },
    moved={"vec": "`vec(kron(X, Y))` = `kron(I(n), commutation(q,m), I(p))*kron(vec(X), vec(Y))`"},
    operator="kron", invertible="all arguments", example="kron(A, B)", source="Magnus & Neudecker, theorem 3.10",
    elsewhere={"mathematica": "KroneckerProduct"}, spelled={"numpy matlab julia jax": "kron", "array-api": "_kron"}, ranks_by_last=True, turns_arguments=True,
    effort=3,
)  # fmt: skip
TRACE = Function(
    "tr", "A: n,n -> 1,1", "the trace, the sum of the diagonal",
    differential={"A": "linear"}, adjoint={"A": "G*I(n)"}, transposition="invariant",
    aliases=("trace", "Tr"), sign="of a definite argument", tells_shapes=True, example="tr(A*X)",
    spelled={"numpy matlab jax": "trace", "array-api": "linalg.trace", "julia": "tr", "sympy": "Trace"},
    equations={
        "tr": (
            "tr(kron(A, B)) = tr(A)*tr(B) where A: matrix(m,m), B: matrix(n,n)", "tr(diag(x)) = sum(x)",
            "tr(A*A') = norm(A)^2", "tr(A'*A) = norm(A)^2", "tr(W) = 0 where W: hollow(n)",
        ),
    },
    proof=(
        "tr(X + dX) - tr(X) = tr(dX) # the trace is a sum of entries, so it is linear",
        "d(tr(X)) = tr(dX)",
    ),
    typst="tr", elsewhere={"mathematica": "Tr", "numpy": "trace", "sympy": "Trace trace Tr", "latex": "Tr trace mathrm{tr}", "numpy-method sympy-method": "trace", "latex-bare": "tr Tr trace"}, remedy="sum(A) adds all entries, inner(A, B) is tr(A'*B)",
)  # fmt: skip
SUM = Function(
    "sum", "A: m,n -> 1,1", "the sum of all entries",
    differential={"A": "linear"}, adjoint={"A": "G*ones(m,n)"}, transposition="invariant",
    elsewhere={"mathematica": "Total", "numpy": "nansum", "numpy-method julia-fold matlab-all": "sum"}, example="sum(exp(x))", moved={"trace": "`sum(U.*V)` = `tr(U'*V)`", "inner": "`sum(u)` = `ones(n)'*u`"},
    spelled={"numpy array-api julia": "sum", "matlab": "sum(sum({0}))"},
    equations={
        "sum": (
            "sum(kron(A, B)) = sum(A)*sum(B)",
            "sum(x*y') = sum(x)*sum(y)",
            "sum(ones(m,n)) = m*n",
            "sum(x.*y) = x'*y where x: vector(n), y: vector(n)",
            "sum(A.*(unit(m,i)*unit(n,j)')) = A[i,j] where A: matrix(m,n)",
            "sum(alpha) = alpha",
            "sum(diag(x)) = sum(x) where x: vector(n)",
            "sum(vec(X)) = sum(X)",
            "sum(x*ones(1,m)) = m*sum(x) where x: vector(n)",
            "sum(unvec(x, m, n)) = sum(x)",
            "sum(sum(x)*ones(n)/n - x) = 0 where x: vector(n)",
            "sum(x - sum(x)*ones(n)/n) = 0 where x: vector(n)",
        ),
        "*": ("x'*(y./x) = sum(y)",),
    },
)  # fmt: skip
VEC = Function(
    "vec", "A: m,n -> m*n,1", "the columns stacked",
    differential={"A": "linear"}, adjoint={"A": "unvec(G, m, n)"}, matrix={"A": "I(m*n)"},
    elsewhere={"latex-bare sympy-method": "vec"}, example="vec(A*X*B)",
    spelled={
        "numpy": '{0}.reshape(-1, 1, order="F")', "matlab": "reshape({0}, [], 1)", "julia": "reshape({0}, :, 1)",
    },
    equations={
        "*": ("kron(B, A)*vec(X) = vec(A*X*B') where A: matrix(m,n), B: matrix(p,q), X: matrix(n,q)",),
        "vec": ("vec(x) = x", "vec(x') = x", "vec(x*y') = kron(y, x)", "vec(unvec(x, m, n)) = x"),
    },
    work=(0, 1),
)  # fmt: skip
UNVEC = Function(
    "unvec", "(m,n); x: m*n,1 -> m,n", "the m x n matrix whose stacked columns are x: unvec(x, m, n)",
    differential={"x": "linear"}, adjoint={"x": "vec(G)"}, matrix={"x": "I(m*n)"},
    aliases=("reshape",), example="unvec(vec(A), m, n) where A: matrix(m,n)",
    spelled={"numpy": '{0}.reshape(({1}, {2}), order="F")', "matlab julia": "reshape"},
    equations={"unvec": ("unvec(vec(A), m, n) = A where A: matrix(m,n)", "unvec(x, n, 1) = x where x: vector(n)", "unvec(x, 1, n) = x' where x: vector(n)", "unvec(diagsel(n)'*x, n, n) = diag(x) where x: vector(n)")},
    work=(0, 1),
)  # fmt: skip
DIAG = Function(
    "diag", ("x: n,1 -> n,n", "x: n,n -> n,1"),
    "a column as a diagonal matrix; the diagonal of a square matrix as a column",
    differential={"x": "linear"}, adjoint={"x": "diag(G)"}, transposition="symmetric",
    matrix={"x": "diagsel(n)'"}, second_matrix={"x": "diagsel(n)"}, example="diag(x)*A",
    elsewhere={"mathematica": "DiagonalMatrix Diagonal", "julia": "Diagonal diagm", "numpy": "diagflat diagonal", "sympy": "DiagMatrix diagonalize_vector DiagonalOf", "latex": "Diag", "numpy-method sympy-method": "diagonal", "latex-bare": "diag"},
    moved={"vec": "`diag(dx)` has the entries of `dx` on its diagonal", "column": "`diag(dx)*u` = `diag(u)*dx`"},
    equations={
        "hadamard": ("I(n).*A = diag(diag(A))", "diag(x).*A = diag(x.*diag(A))"),
        "diag": (
            "diag(diag(x)) = x where x: vector(n)",
            "diag(diag(D)) = D where D: diagonal(n)",
            "diag(diag(D).^-1) = inv(D) where D: diagonal(n)",
            "diag(inv(L)) = diag(L).^-1 where L: lower(n)",
            "diag(inv(U)) = diag(U).^-1 where U: upper(n)",
            "diag(L*M) = diag(L).*diag(M) where L: lower(n), M: lower(n)",
            "diag(U*V) = diag(U).*diag(V) where U: upper(n), V: upper(n)",
            "diag(diag(D).*diag(E)) = D*E where D: diagonal(n), E: diagonal(n)",
            "diag(ones(n)) = I(n)", "diag(ones(n,n)) = ones(n)",
            "diag(A') = diag(A) where A: matrix(n,n)",
            "diag(I(n)) = ones(n)", "diag(W) = zeros(n) where W: hollow(n)",
            "diag(A + W) = diag(A) where W: hollow(n), A: matrix(n,n)", "diag(A + k*W) = diag(A) where W: hollow(n), A: matrix(n,n), k: scalar",
            "diag(A.*B) = diag(A).*diag(B) where A: matrix(n,n), B: matrix(n,n)",
        ),
    },
)  # fmt: skip
TRIL = Function(
    "tril", "A: n,n -> n,n", "the lower triangle with the diagonal", triangle="lower",
    differential={"A": "linear"}, adjoint={"A": "tril(G)"}, matrix={"A": "diag(vec(tril(ones(n,n))))"},
    example="tril(A)",
    elsewhere={"julia": "LowerTriangular"}, spelled={"c": "lower_part", "numpy array-api matlab julia": "tril"},
    equations={"tril": ("tril(L) = L where L: lower(n)", "tril(U) = diag(diag(U)) where U: upper(n)"), "diag": ("diag(tril(A)) = diag(A) where A: matrix(n,n)",)},
)  # fmt: skip
TRIU = Function(
    "triu", "A: n,n -> n,n", "the upper triangle with the diagonal", triangle="upper",
    differential={"A": "linear"}, adjoint={"A": "triu(G)"}, matrix={"A": "diag(vec(triu(ones(n,n))))"},
    example="triu(A)",
    elsewhere={"julia": "UpperTriangular"}, spelled={"c": "upper_part", "numpy array-api matlab julia": "triu"},
    equations={"triu": ("triu(U) = U where U: upper(n)", "triu(L) = diag(diag(L)) where L: lower(n)"), "diag": ("diag(triu(A)) = diag(A) where A: matrix(n,n)",)},
)  # fmt: skip
SUMMATION = Function(
    "summation", "j: 1,1; a: 1,1; b: 1,1; A: m,n -> m,n",
    "sum(j, a, b, EXPR): the sum of EXPR over the integers j from a to b",
    differential={"A": "linear"}, example="sum(j, 0, k-1, A^j*B*A^(k-1-j))", binds=True,
    moved={"vec": "`vec(L*dX*R)` = `kron(R', L)*vec(dX)` in every term"}, pretty="Σ", mathml="<mo>∑</mo>", typst="sum", latex=r"\sum",
)  # fmt: skip
WHOLE_RANGE = 4
"""How many arguments a sum or product over an index is typed with that leaves no term out."""
PRODUCTION = Function(
    "production", "j: 1,1; a: 1,1; b: 1,1; c: 1,1; x: 1,1 -> 1,1",
    "prod(j, a, b, EXPR): the product of the numbers EXPR over the integers j from a to b where c is 1",
    example="prod(i, 1, N, x_i'*w)", binds=True,  # the differential is in differential.py
    pretty="Π", mathml="<mo>∏</mo>", typst="product", latex=r"\prod",
)  # fmt: skip
EQUAL = Function(
    "equal", "i: 1,1; j: 1,1 -> 1,1", "1 if two integers are equal, else 0", sign="not negative", example="sum(i in 1:n if i == 1, x_i)",
)  # fmt: skip
UNEQUAL = Function(
    "unequal", "i: 1,1; j: 1,1 -> 1,1", "1 if two integers differ, else 0", sign="not negative", example="sum(i in 1:n if i != j, x_i)",
)  # fmt: skip
ATMOST = Function(
    "atmost", "i: 1,1; j: 1,1 -> 1,1", "1 if an integer is at most another, else 0", sign="not negative",
    example="sum(i in 1:n if i <= j, x_i)",
)  # fmt: skip
RELATIONS = (EQUAL, UNEQUAL, ATMOST)
"""The relations in the condition of a sum, which is a factor of its terms."""
IDENTITY = Function(
    "I", "(n) -> n,n", "the identity matrix; its size is inferred or given, I(n)",
    aliases=("eye", "identity"), example="I(n)*x", transposition="symmetric",
    elsewhere={"mathematica": "IdentityMatrix", "numpy": "eye identity", "sympy": "Identity eye", "matrixcalculus": "eye"}, spelled={
        "numpy": "eye", "matlab": "full(eye({0}))", "array-api": "_xp.eye({0}, dtype=_like.dtype, device=_compat.device(_like))",
        "julia": "Matrix(1.0I, {0}, {0})",
    },
    latex="I", typst="I", mathml="<mi>I</mi>", word="", work=(0, 1),
)  # fmt: skip
ONES = Function(
    "ones", "(m,n) -> m,n", "the matrix of ones; ones(n) is a column", example="ones(n)'*x",
    elsewhere={"sympy": "OneMatrix"}, spelled={
        "numpy": "_np.ones(({0}, {1}))",
        "array-api": "_xp.ones(({0}, {1}), dtype=_like.dtype, device=_compat.device(_like))", "matlab julia": "ones",
    },
    latex=r"\mathbf{1}", typst="bold(1)", mathml="<mn>𝟏</mn>", pretty="𝟏", word="", effort=1, work=(0, 1),
    equations={
        "+": (
            "ones(m,n) + alpha*ones(m)*ones(1,n) = (1 + alpha)*ones(m,n)", "ones(m,n) + ones(m)*ones(1,n) = 2*ones(m,n)",
            "alpha*ones(m,n) + ones(m)*ones(1,n) = (1 + alpha)*ones(m,n)",
            "alpha*ones(m,n) + beta*ones(m)*ones(1,n) = (alpha + beta)*ones(m,n)",
        ),
    },
)  # fmt: skip
ZEROS = Function(
    "zeros", "(m,n) -> m,n", "the zero matrix; zeros(n) is a column",
    example="zeros(n) + x",
    elsewhere={"sympy": "ZeroMatrix"}, spelled={
        "numpy": "_np.zeros(({0}, {1}))",
        "array-api": "_xp.zeros(({0}, {1}), dtype=_like.dtype, device=_compat.device(_like))",
        "matlab julia": "zeros",
    },
    latex="0", typst="0", mathml="<mn>0</mn>", word="", work=(0, 1),
)  # fmt: skip
COMMUTATION = Function(
    "commutation", "(m,n) -> m*n,m*n", "the commutation matrix K with vec(A') = K vec(A) for A m x n",
    invertible="always", example="commutation(m,n)*vec(A) where A: matrix(m,n)",
    source="Magnus & Neudecker, 3.7",
    spelled={"c": "col_ == row_ / {1} + {0} * (row_ % {1})", "numpy julia": "_commutation", "array-api": "_commutation({0}, {1}, _like)", "matlab": "commutation"},
    equations={"*": ("commutation(m,n)*vec(X) = vec(X') where X: matrix(m,n)",)}, latex="K", typst="K",
    mathml="<mi>K</mi>", pretty="K",
)  # fmt: skip
DIAGSEL = Function(
    "diagsel", "(n) -> n,n*n", "the matrix that selects the diagonal: diag(X) = diagsel(n) vec(X)",
    example="diagsel(n)*vec(A) where A: matrix(n,n)",
    spelled={"c": "col_ == row_ * ({0} + 1)", "numpy julia": "_diagsel", "array-api": "_diagsel({0}, _like)", "matlab": "diagsel"},
    equations={
        "*": (
            "diagsel(n)*vec(A) = diag(A) where A: matrix(n,n)",
            "diagsel(n)*kron(x, I(n)) = diag(x) where x: vector(n)",
            "diagsel(n)*kron(I(n), x) = diag(x) where x: vector(n)",
            "kron(A, I(n))*diagsel(n)' = diag(A') where A: matrix(1,n)",
            "kron(I(n), A)*diagsel(n)' = diag(A') where A: matrix(1,n)",
            "kron(B, A)*diagsel(n)' = A*diag(B') where B: matrix(1,n), A: matrix(m,n)",
            "kron(A, B)*diagsel(n)' = A*diag(B') where B: matrix(1,n), A: matrix(m,n)",
            "diagsel(n)*kron(x, A) = diag(x)*A where x: vector(n), A: matrix(n,m)",
            "diagsel(n)*kron(A, x) = diag(x)*A where x: vector(n), A: matrix(n,m)",
            "diagsel(n)*kron(A, B)*diagsel(n)' = A.*B where A: matrix(n,n), B: matrix(n,n)",
            "diagsel(n)*diagsel(n)' = I(n)",
            "diagsel(n)*diag(vec(I(n))) = diagsel(n)",
            "diag(vec(I(n)))*diagsel(n)' = diagsel(n)'",
        ),
    },
)  # fmt: skip
DUPLICATION = Function(
    "duplication", "(n) -> n*n,n*n/2+n/2", "the matrix D with vec(S) = D vech(S), vech the lower triangle by columns",
    example="duplication(n)", source="Magnus & Neudecker, 3.8",
    spelled={"c": "((row_ % {0}) >= (row_ / {0}) && col_ == (row_ / {0}) * {0} - (row_ / {0}) * ((row_ / {0}) + 1) / 2 + (row_ % {0})) || ((row_ / {0}) >= (row_ % {0}) && col_ == (row_ % {0}) * {0} - (row_ % {0}) * ((row_ % {0}) + 1) / 2 + (row_ / {0}))", "numpy julia": "_duplication", "array-api": "_duplication({0}, _like)", "matlab": "duplication"},
    equations={
        "*": (
            "(I(n*n) + commutation(n,n))*duplication(n) = 2*duplication(n)",
            "duplication(n)'*(I(n*n) + commutation(n,n)) = 2*duplication(n)'",
        ),
    },
)  # fmt: skip
ELIMINATION = Function(
    "elimination", "(n) -> n*n/2+n/2,n*n", "the matrix L with vech(A) = L vec(A), vech the lower triangle by columns",
    example="elimination(n)*vec(A) where A: matrix(n,n)", source="Magnus & Neudecker, 3.8",
    spelled={"c": "row_ == (col_ / {0}) * {0} - (col_ / {0}) * ((col_ / {0}) + 1) / 2 + (col_ % {0}) && (col_ % {0}) >= (col_ / {0})", "numpy julia": "_elimination", "array-api": "_elimination({0}, _like)", "matlab": "elimination"},
    equations={
        "*": (
            "elimination(n)*vec(tril(A)) = elimination(n)*vec(A) where A: matrix(n,n)",
        ),
    },
)  # fmt: skip
UNIT = Function(
    "unit", "(n,k); i: 1,1 -> n,k", "unit(n,i): column i of I(n); entries, rows and slices are products with such columns",
    leaves_name_free=True, effort=-1, example="A*unit(n, 2) where A: matrix(m,n)",
)  # fmt: skip
BLOCK = Function(
    "block", "(c); A: m,n -> m,n", "[A, B; C, D]: a matrix of blocks, by rows, with c blocks in each",
    turns_arguments=True, example="[A, B; C, D]*x", source="Horn & Johnson, Matrix Analysis, 0.7",
)  # fmt: skip
SIZE = Function(
    "size",
    "(n) -> 1,1",
    "a dimension as a number",
    example="norm(x)^2/n where x: vector(n)",
    word="",
)
PI = Function(
    "pi",
    "-> 1,1",
    "the number pi",
    example="2*pi*x",
    spelled={"c": "3.141592653589793", "numpy array-api": "{xp}.pi", "matlab julia": "pi"},
    work=(0, 1),
)

OPERATIONS = (
    TRANSPOSE, POWER, ELEMENTWISE_POWER, HADAMARD, KRON, TRACE, SUM, VEC, UNVEC, DIAG, TRIL, TRIU, SUMMATION, PRODUCTION,
    EQUAL, UNEQUAL, ATMOST, IDENTITY, ONES, ZEROS, COMMUTATION, DIAGSEL, DUPLICATION, ELIMINATION, SIZE, PI, UNIT,
)  # fmt: skip
