"""Answers as a textbook prints them: the user's differences, no matrices that are larger than they need be, s.*(1 - s)."""

from __future__ import annotations

import pytest

from matcalc_cli import pipeline
from matcalc_cli.answers.readings import PRINTED_BY
from matcalc_cli.render.documents.latex_lines import COLUMN, broken, width_of
from matcalc_cli.render.documents.latex_report import latex_report
from matcalc_cli.render.formats.markup import plain_text
from matcalc_cli.render.reports.answers import single, single_pieces
from matcalc_cli.render.reports.report import report

FORMS = (
    # signs as they were typed
    ("grad", "(x - mu)'*inv(S)*(x - mu) where S: spd(n), mu: vector(n)", "S", "-inv(S)*(x - mu)*(x - mu)'*inv(S)"),
    ("grad", "alpha/2*norm(x)^2 - sum(log(b - A*x))", "x", "alpha*x + A'*(b - A*x).^-1"),
    ("hessian", "-sum(log(b - A*x))", "x", "A'*diag((b - A*x).^-2)*A"),
    ("grad", "norm(b - A*x)^2", "x", "2*A'*(A*x - b)"),
    ("grad", "norm(x[2:end] - x[1:end-1])^2", "x", "2*([0; x[2:end] - x[1:n-1]] - [x[2:end] - x[1:n-1]; 0])"),
    # and those of named parts, in the order in which they were typed
    ("grad", "q = norm(A*x)^2; log(q + epsilon)", "x", "q = norm(A*x)^2; 2*A'*A*x/(q + epsilon)"),
    ("jacobian", "m = A*x; (y - m)/norm(y - m)", "x", "m = A*x; (y - m)*(y - m)'*A/norm(y - m)^3 - A/norm(y - m)"),
    ("hessian", "log(norm(mean(x) - x))", "x", "t1 = norm(mean(x) - x); (I(n) - ones(n)*ones(1, n)/n)/t1^2 - 2*(mean(x) - x)*(mean(x) - x)'/t1^4"),
    # the mean of a variance
    ("grad", "log(var(x))", "x", "2*(x - mean(x))/(n*var(x))"),
    ("grad", "var(y - X*w)", "w", "-2*X'*(y - X*w - mean(y - X*w))/m"),
    ("grad", "r = y - X*w; var(r)", "w", "r = y - X*w; -2*X'*(r - mean(r))/m"),
    ("grad", "v = var(X, 1); sum(sqrt(v + epsilon))", "X", "v = var(X, 1); (X .- mean(X, 1))./sqrt(v + epsilon)/m"),
    ("differential", "std(A)", "A", "tr((A - mean(A))'*dA)/(m*n*std(A))"),
    # named parts that are multiplied out
    (
        "grad", "u = x - mean(x); v = y - mean(y); u'*v/(norm(u)*norm(v))", "x",
        "u = x - mean(x); v = y - mean(y); (v - (u'*v)*u/norm(u)^2)/(norm(u)*norm(v))",
    ),
    (
        "grad", "u = x - mean(x); v = y - mean(y); w = u'*v; w^2/norm(u)^2", "x",
        "u = x - mean(x); v = y - mean(y); w = u'*v; 2*w*(v - w*u/norm(u)^2)/norm(u)^2",
    ),
    (
        "jacobian", "m = mean(x); v = var(x); g.*(x - m)/sqrt(v + epsilon) + b where x: vector(n)", "x",
        "m = mean(x); v = var(x); (diag(g) - (g.*(x - m)*(x - m)'/(v + epsilon) .+ g)/n)/sqrt(v + epsilon)",
    ),
    ("jacobian", "s = sigmoid(X*w); s", "w", "s = sigmoid(X*w); diag(s.*(1 - s))*X"),
    (
        "jacobian", "u = x - mean(x); g.*u/sqrt(u'*u/n + epsilon) + b where x: vector(n)", "x",
        "u = x - mean(x); t1 = u'*u/n + epsilon; (diag(g) - (g.*u*u'/t1 .+ g)/n)/sqrt(t1)",
    ),
    ("differential", "m = mean(x); v = var(x); g.*(x - m)/sqrt(v + epsilon) where x: vector(n)", "x",
     "m = mean(x); v = var(x); g.*(dx - mean(dx))/sqrt(v + epsilon) - ((x - m)'*dx)*(g.*(x - m))/(n*(v + epsilon)^(3/2))"),
    # functions of eigenvalues
    ("hessian", "sum(log(1 + eigvals(S))) where S: symmetric(n)", "S", "-(I(n^2) + commutation(n, n))*kron(inv(I(n) + S), inv(I(n) + S))*(I(n^2) + commutation(n, n))/4"),
    ("grad", "sum(1./(alpha + eigvals(S))) where S: symmetric(n)", "S", "-(S + alpha*I(n))^-2"),
    # complements of projections
    ("differential", "X*inv(X'*X)*X'*y", "X", "t1 = inv(X'*X); t2 = I(m) - X*t1*X'; t2*dX*t1*X'*y + X*t1*dX'*t2*y"),
    ("differential", "I - X*inv(X'*X)*X'", "X", "t1 = inv(X'*X); t2 = I(m) - X*t1*X'; -t2*dX*t1*X' - X*t1*dX'*t2"),
    ("grad", "P = X*inv(X'*X)*X'; y'*(I - P)*y", "X", "P = X*inv(X'*X)*X'; -2*(I(m) - P)*y*y'*X*inv(X'*X)"),
    # fractions cleared
    (
        "grad", "log(1 + (x - m)'*inv(S)*(x - m)/nu) where S: spd(n), nu: scalar", "m",
        "2*inv(S)*(m - x)/((x - m)'*inv(S)*(x - m) + nu)",
    ),
    ("grad", "logdet(I + A/alpha)", "A", "inv(A + alpha*I(n))'"),
    ("jacobian", "u = x - mean(x); g.*u/sqrt(mean(u.^2) + epsilon)", "g", "u = x - mean(x); diag(u)/sqrt(mean(u.^2) + epsilon)"),
    ("jacobian", "mu = mean(x); g.*(x - mu)", "g", "mu = mean(x); diag(x - mu)"),
    # s.*(1 - s)
    ("hessian", "sum(log(1 + exp(X*w)))", "w", "X'*diag(sigmoid(X*w).*(1 - sigmoid(X*w)))*X"),
    ("jacobian", "x.*sigmoid(x)", "x", "diag(x.*sigmoid(x).*(1 - sigmoid(x)) + sigmoid(x))"),
    # no factors that are n^2 wide
    ("jacobian", "solve(A + diag(x), b)", "x", "-inv(A + diag(x))*diag(solve(A + diag(x), b))"),
    ("jacobian", "(I - x*x'/(x'*x))*b", "x", "-((b'*x)*(I(n) - 2*x*x'/(x'*x)) + x*b')/(x'*x)"),
    ("jacobian", "eigvals(S) where S: symmetric(n)", "S", "khatrirao(eigvecs(S), eigvecs(S))'"),
    ("hessian", "logdet(X*diag(b)*X')", "b", "-(X'*inv(X*diag(b)*X')*X).^2"),
    ("grad", "logdet(kron(X, A)) where X: matrix(m,m), A: matrix(n,n)", "X", "n*inv(X)'"),
    ("grad", "vec(B)'*kron(A, C)*vec(D) where A: matrix(m,n), C: matrix(p,q)", "A", "B'*C*D"),
    ("grad", "sum(kron(A, B).^2)", "A", "2*norm(B)^2*A"),
    ("grad", "x'*inv(A + diag(y))*x", "y", "-(inv(A + diag(y))*x.*(inv(A + diag(y))'*x))"),
    # projections, polynomials, blocks
    (
        "differential", "X*inv(A + X)", "X", "(I(n) - X*inv(A + X))*dX*inv(A + X)",
    ),
    ("grad", "tr(A*X^4)", "X", "(A*X^3 + X*A*X^2 + X^2*A*X + X^3*A)'"),
    (
        "hessian", "x[1]^2 + 3*x[1]*x[2] where x: vector(3)", "x", "[2, 3, 0; 3, 0, 0; 0, 0, 0]",
    ),
    # powers of absolute values, the Cholesky factor, inverses of sums with an inverse
    ("grad", "norm(x, 4)^4", "x", "4*x.^3"),
    ("hessian", "norm(x, 4)^4", "x", "12*diag(x.^2)"),
    ("grad", "norm(x, 3)^3", "x", "3*(x.*abs(x))"),
    ("grad", "norm(chol(S)\\x)^2 where S: spd(n)", "S", "-inv(S)*x*x'*inv(S)"),
    ("simplify", "inv(A)*inv(inv(A) + B)", "", "inv(I(n) + B*A)"),
    ("simplify", "inv(inv(A) + B)*inv(A)", "", "inv(I(n) + A*B)"),
    ("simplify", "norm(A)^2 - tr(A'*A)", "", "0"),
    ("grad", "sum(X - ones(m)*colsum(X)) where X: matrix(m,n)", "X", "(1 - m)*ones(m, n)"),
    # products by entries of sums as they were typed
    ("grad", "sum(relu(1 - y.*(X*w + b))) where b: scalar", "w", "-X'*(step(1 - y.*(X*w + b)).*y)"),
    ("jacobian", "tanh(d.*(A*x - b))", "x", "diag(d - tanh(d.*(A*x - b)).^2.*d)*A"),
    # ones of a number that nobody added to a column, none of one that was added
    ("grad", "w'*S*w - lambda*(sum(w) - 1) where S: spd(n), w: vector(n)", "w", "2*S*w - lambda*ones(n)"),
    ("grad", "y'*softmax(x)", "x", "softmax(x).*(y - (y'*softmax(x))*ones(n))"),
    ("grad", "norm(X*w + b - y)^2 where b: scalar", "w", "2*X'*(X*w + b - y)"),
    ("grad", "sum((x - mean(x)).^3)", "x", "3*((x - mean(x)).^2 - sum((x - mean(x)).^2)*ones(n)/n)"),
    # Woodbury, push-through, complements
    ("simplify", "inv(A) - inv(A)*U*inv(inv(C) + V*inv(A)*U)*V*inv(A)", "", "inv(A + U*C*V)"),
    ("simplify", "I - A*inv(I + A)", "", "inv(I(n) + A)"),
    ("simplify", "I - A'*inv(A*A' + lambda*I)*A", "", "lambda*inv(A'*A + lambda*I(n))"),
    ("simplify", "S*inv(I + A*S) + inv(I + S*A)*S where S: symmetric(n), A: symmetric(n)", "", "2*S*inv(I(n) + A*S)"),
    (
        "grad", "logdet(I + A*S) - q'*inv(inv(A) + S)*q where A: spd(n), S: symmetric(n)", "A",
        "t1 = inv(I(n) + A*S); S*t1 - inv(I(n) + S*A)*q*q'*t1",
    ),
    ("simplify", "1 - t/(1 + t)", "", "1/(1 + t)"),
    ("simplify", "A^2*inv(I - A)*A - expm(A)*inv(I - A)*A + inv(I - A)*A*expm(A)", "", "A^3*inv(I(n) - A)"),
    ("grad", "sum(abs(x) - alpha*log(1 + abs(x)/alpha))", "x", "x./(alpha + abs(x))"),
    ("jacobian", "K = P*H'*inv(H*P*H' + R); K*(z - H*x) + x", "x", "K = P*H'*inv(H*P*H' + R); I(m) - K*H"),
    # covariances
    ("differential", "softmax(A*x)", "x", "t1 = softmax(A*x); (diag(t1) - t1*t1')*A*dx"),
    # triangles
    ("simplify", "halftril(T) + halftril(T')'", "", "T"),
    ("grad", "logdet(A*D) where D: diagonal(n)", "D", "inv(D)"),
    ("grad", "logdet(L*L') where L: lower(n)", "L", "2*diag(diag(L).^-1)"),
    ("grad", "logdet(U) where U: upper(n)", "U", "diag(diag(U).^-1)"),
    ("grad", "tr(chol(S)) where S: spd(n)", "S", "inv(chol(S))'*diag(diag(chol(S)))*inv(chol(S))/2"),
    ("simplify", "triu(L*M) + tril(U) + diag(diag(D*E)) where L: lower(n), M: lower(n), U: upper(n), D: diagonal(n), E: diagonal(n)", "", "D*E + diag(diag(L).*diag(M)) + diag(diag(U))"),
    # fewer minus signs
    (
        "grad", "h = sigmoid(x'*W1 + b1'); -log(softmax(h*W2 + b2'))*y", "W1",
        "h = sigmoid(x'*W1 + b1'); x*(h.*(1 - h).*(W2*(sum(y)*softmax((h*W2)' + b2) - y))')",
    ),
    ("differential", "-y'*log(softmax(W*x))", "x", "(sum(y)*softmax(W*x) - y)'*W*dx"),
    # what is symmetric shows it
    ("grad", "y'*inv(K)*y + logdet(K) where K: spd(n)", "K", "inv(K) - inv(K)*y*y'*inv(K)"),
    ("grad", "-n/2*(logdet(C) + tr(inv(C)*S)) where C: spd(d), S: spd(d), n: scalar", "C", "n*(inv(C)*S*inv(C) - inv(C))/2"),
    (
        "grad", "tr(inv(T)*S) + (k - m)'*inv(T)*(k - m) + logdet(T) where S: spd(n), T: spd(n), k: vector(n)", "T",
        "inv(T) - inv(T)*(S + (k - m)*(k - m)')*inv(T)",
    ),
    # both sides of a differential
    (
        "differential", "P - P*H'*inv(H*P*H' + R)*H*P where P: spd(n), R: spd(m)", "P",
        "t1 = inv(H*P*H' + R); (I(n) - P*H'*t1*H)*dP*(I(n) - H'*t1*H*P)",
    ),
    ("differential", "A - A*inv(A + B)*A", "A", "(I(n) - A*inv(A + B))*dA*(I(n) - inv(A + B)*A)"),
    # the root of a denominator once
    ("jacobian", "x/sqrt(mean(x.^2) + epsilon)", "x", "t1 = mean(x.^2) + epsilon; (I(n) - x*x'/(n*t1))/sqrt(t1)"),
    ("hessian", "sqrt(1 + norm(x)^2)", "x", "t1 = 1 + norm(x)^2; (I(n) - x*x'/t1)/sqrt(t1)"),
    # a margin and its mirror, a product that is a number as it was typed, names before functions
    ("grad", "log(1 + exp(-y*w'*x)) where y: scalar", "w", "-y*sigmoid(-y*w'*x)*x"),
    ("grad", "sum(log(1 + exp(-y.*(X*w))))", "w", "-X'*(y.*sigmoid(-(y.*(X*w))))"),
    (
        "grad", "sum(i, 1, N, log(1 + exp(-y_i*w'*x_i)))/N + alpha*norm(w)^2 where y_i: scalar", "w",
        "2*alpha*w - sum(i, 1, N, y_i*sigmoid(-y_i*w'*x_i)*x_i)/N",
    ),
    ("grad", "sum(i, 1, N, y_i*w'*x_i - log(1 + exp(w'*x_i))) where y_i: scalar", "w", "sum(i, 1, N, (y_i - sigmoid(w'*x_i))*x_i)"),
    ("grad", "x'*(y.*sigmoid(x.*y))", "x", "t1 = sigmoid(x.*y); x.*t1.*y.^2.*(1 - t1) + t1.*y"),
    ("grad", "(x'*w - y)^2 where y: scalar", "w", "2*(x'*w - y)*x"),
    ("grad", "sum(n, 1, N, (t_n - w'*p_n)^2)/2 where t_n: scalar, p_n: vector(m)", "w", "sum(n, 1, N, (w'*p_n - t_n)*p_n)"),
    ("grad", "A = X'*X; log(z'*A*w)", "w", "A = X'*X; A*z/(z'*A*w)"),
    # a residual inside of a covariance
    ("grad", "norm(softmax(W*x) - y)^2", "W", "t1 = softmax(W*x); 2*(diag(t1) - t1*t1')*(t1 - y)*x'"),
    ("differential", "norm(softmax(W*x) - y)^2", "W", "t1 = softmax(W*x); 2*(t1 - y)'*(diag(t1) - t1*t1')*dW*x"),
    # solutions as they were typed
    ("grad", "y'*(K\\y) + logdet(K) where K: spd(n)", "K", "inv(K) - K\\y*(K\\y)'"),
    ("grad", "norm(L\\(x - m))^2 where L: lower(n)", "m", "2*(L'\\(L\\(m - x)))"),
    ("grad", "C = W*W' + alpha*I; tr(C\\S) where S: spd(n)", "W", "C = W*W' + alpha*I; -2*(C\\(S*(C\\W)))"),
    ("differential", "sum(A\\x)", "A", "-(A'\\ones(n))'*dA*(A\\x)"),
    ("simplify", "(-A)\\x", "", "-(A\\x)"),
    ("simplify", "(c*A)\\x where c: scalar", "", "A\\x/c"),
    ("differential", "(A*B)\\x where A: matrix(n,n), B: matrix(n,n)", "B", "-(B\\(dB*(B\\(A\\x))))"),
    ("grad", "y'*solve(2*A, x)", "A", "-solve(A', y)*solve(A, x)'/2"),
    # a diagonal that is 0 by a kind
    ("grad", "sum(W.^2) where W: hollow(n)", "W", "2*W"),
    ("grad", "norm(W - A)^2 where W: hollow(n)", "W", "2*diag(diag(A)) - A - A' + 2*W"),
    ("simplify", "diag(A - 2*W) + diag(V) where V: skew(n), W: hollow(n), A: matrix(n,n)", "", "diag(A)"),
    ("simplify", "tr(S + W) where W: hollow(n), S: symmetric(n)", "", "tr(S)"),
    # a number that is a product, in front of a matrix
    ("hessian", "(x'*x)^2", "x", "4*(2*x*x' + (x'*x)*I(n))"),
)  # fmt: skip


@pytest.mark.parametrize(("command", "text", "wrt", "expected"), FORMS)
def test_the_form(command: str, text: str, wrt: str, expected: str) -> None:
    if command == "simplify":
        answer = pipeline.simplified(text)
    else:
        answer = pipeline.differentiate(text, wrt=[wrt], order=2 if command == "hessian" else 1)
    assert command in PRINTED_BY or command == "simplify"
    assert single(answer, command)[0].partition(" where ")[0] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("y'*((K + alpha*I)\\y)/2 where K: spd(n)", "-((K + alpha*I(n))\\y)'*((K + alpha*I(n))\\y)/2"),
        ("K = A + alpha*I; y'*(K\\y) where A: symmetric(n)", "K = A + alpha*I; -(K\\y)'*(K\\y)"),
        ("K = A + alpha*I; x'*(K\\(K\\y))", "K = A + alpha*I; -2*x'*(K\\(K\\(K\\y)))"),
    ],
)
def test_powers_of_what_is_solved_with_are_solutions(text: str, expected: str) -> None:
    answer = pipeline.differentiate(text, wrt=["alpha"])
    assert single(answer, "jacobian")[0].partition(" where ")[0] == expected


@pytest.mark.parametrize(
    ("text", "wrt", "expected"),
    [
        ("(x - m)'*(S\\(x - m)) where S: spd(n)", "S", "−S⁻¹ (x − m) (x − m)ᵀ S⁻¹"),
        ("c'*(A\\b)", "A", "−A⁻ᵀ c bᵀ A⁻ᵀ"),
        ("norm(A\\b - y)^2", "A", "−2 A⁻ᵀ (A⁻¹ b − y) bᵀ A⁻ᵀ"),
        ("norm(L\\(x - m))^2 where L: lower(n)", "m", "2 L⁻ᵀ L⁻¹ (m − x)"),
    ],
)
def test_mathematics_writes_solutions_as_products(text: str, wrt: str, expected: str) -> None:
    written = plain_text(single_pieces(pipeline.differentiate(text, wrt=[wrt]), "grad"))
    assert written.strip() == expected


def test_a_typed_solution_has_no_brackets_in_mathematics() -> None:
    assert r"f(x, S) &= x^{\mathsf{T}} S^{-1} x \\" in latex_report(pipeline.differentiate("x'*(S\\x) where S: spd(n)"))


CONDITIONS = (
    ("log(1 + norm(x)^2/nu) where nu: scalar", "x", "nu != 0, 1 + norm(x)^2/nu > 0"),
    ("logdet(I + A/alpha)", "A", "alpha != 0, det(I(n) + A/alpha) != 0"),
    ("log((x - m)'*(x - m) - 1)", "x", "(x - m)'*(x - m) - 1 > 0"),
    ("u = x - mean(x); 1/(u'*u - alpha) where x: vector(n)", "x", "u'*u - alpha != 0"),
    ("norm(b - A*x)", "x", "b - A*x != 0"),
    ("logdet(z*I - A) where z: scalar", "A", "det(z*I(n) - A) != 0"),
    ("u = x - mean(x); log(mean(u.^2) + epsilon)", "x", "mean(u.^2) + epsilon > 0"),
    ("log(sum(exp(A)*exp(B)))", "A", ""),
    ("logdet(L*L') where L: lower(n)", "L", "det(L) != 0"),
    # where a name would hide what is asked, as a power of it is what it is asked of
    ("s = alpha^(4/3); sin(s)", "alpha", "alpha >= 0"),
    ("s = (x'*y)^(4/3); exp(s)*log(z'*y)", "x", "x'*y >= 0, z'*y > 0"),
    ("s = 1/alpha; alpha^2*sin(s)", "alpha", "alpha != 0"),
)


@pytest.mark.parametrize(("text", "wrt", "expected"), CONDITIONS)
def test_conditions_are_few_and_as_typed(text: str, wrt: str, expected: str) -> None:
    answer = pipeline.differentiate(text, wrt=[wrt])
    said = plain_text(report(answer, unicode=False))
    assert f"where          {expected}\n" in said if expected else "where  " not in said


REPORTED = (
    ("sum(log(1 + exp(-y.*(X*w))))", "w", "gradient       grad f = -X'*(y.*sigmoid(-(y.*(X*w))))"),
    ("sum(log(1 + exp(-y.*(X*w))))", "w", "differential   df = -(y.*sigmoid(-(y.*(X*w))))'*X*dw"),
    ("softmax(A*x)", "", "df = (diag(t1) - t1*t1')*(dA*x + A*dx)"),
    ("P = softmax(Q*K', 2); tr(P*V*Y')", "", "with         t1 = P.*(Y*V' .- rowsum(P.*(Y*V')))"),
    ("x'*A*x/2 + 2*b'*x + c'*x - 2*d'*x", "b", "2*x'*db"),
)


@pytest.mark.parametrize(("text", "wrt", "expected"), REPORTED)
def test_what_a_report_says(text: str, wrt: str, expected: str) -> None:
    answer = pipeline.differentiate(text, wrt=[wrt] if wrt else [])
    assert expected in plain_text(report(answer, unicode=False))


def test_lines_of_a_report_fit_a_column() -> None:
    for text in (
        "norm(W2*relu(W1*x + b1) + b2 - y)^2",
        "tr((I - K*H)*P*(I - K*H)' + K*R*K') where P: spd(n), R: spd(m)",
    ):
        for row in latex_report(pipeline.differentiate(text)).splitlines():
            assert width_of(row.partition("&")[2]) <= COLUMN


def test_a_formula_is_broken_before_signs_and_else_between_factors() -> None:
    assert broken("a + b", 20) == ["a + b"]
    assert broken("(a + b) + c c c c - d", 15) == ["(a + b) + c c c c", "- d"]
    assert broken(r"(a b c d) (e f g h) (i j k l)", 12) == ["(a b c d) (e f g h)", r"\cdot (i j k l)"]
    assert broken(r"\frac{a + b + c + d}{2}", 6)[0] == r"\frac{1}{2} \Bigl(a"
    assert broken(r"A B,\quad A = C", 4) == ["A B,", "A = C"]


def test_what_few_know_is_said_below() -> None:
    said = plain_text(report(pipeline.differentiate("expm(A)")))
    assert "frechet(expm, A, E) is the integral of expm(s*A)*E*expm((1 - s)*A) over s from 0 to 1" in said
    assert "integral" not in plain_text(report(pipeline.differentiate("A^2")))


TYPESET = (
    ("sqrt(x'*x + epsilon)", r"\sqrt{x^{\mathsf{T}} x + \epsilon}", "√(xᵀ x + ε)"),
    ("sum(sqrt(A)) where A: matrix(n,n)", r"\operatorname{sum}(\operatorname{sqrt}_{\odot}(A))", "sum(sqrt(A))"),
    ("abs(alpha)", r"\lvert \alpha\rvert", "|α|"),
    ("norm(x, 1) + norm(x, Inf)", r"\lVert x\rVert_1 + \lVert x\rVert_\infty", "‖x‖₁ + ‖x‖_∞"),
    ("x'*expm(A)*x", r"x^{\mathsf{T}} e^{A} x", "xᵀ expm(A) x"),
    ("prod(x)", r"\operatorname{prod}(x)", "prod(x)"),
    ("ones(1,m)*X*y", r"\mathbf{1}_{m}^{\mathsf{T}} X y", "𝟏ₘᵀ X y"),
    ("lambda_1*Sigma*x", r"\lambda_{1} \Sigma x", "λ_1 Σ x"),
)


@pytest.mark.parametrize(("text", "latex", "pretty"), TYPESET)
def test_what_was_typed_is_set_as_mathematics(text: str, latex: str, pretty: str) -> None:
    answer = pipeline.differentiate(text)
    assert f"&= {latex} \\\\" in latex_report(answer)
    assert f" = {pretty} " in plain_text(report(answer))
