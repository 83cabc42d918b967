"""The source text of the helper functions of C modules for square matrices: factors, cofactors, powers."""

from __future__ import annotations

from matcalc_cli.codegen.text.helpers import sources

MATRICES = sources(
    """
static void lu_factor(int n, double *a, int *p)
{
    /* L and U in the place of a; the exchanges of rows in p, and behind them their sign. */
    p[n] = 1;
    for (int k = 0; k < n; k++) {
        int best = k;
        for (int i = k + 1; i < n; i++)
            if (fabs(a[n*i + k]) > fabs(a[n*best + k]))
                best = i;
        p[k] = best;
        if (best != k) {
            p[n] = -p[n];
            for (int j = 0; j < n; j++) {
                double kept = a[n*k + j];
                a[n*k + j] = a[n*best + j];
                a[n*best + j] = kept;
            }
        }
        for (int i = k + 1; i < n && a[n*k + k] != 0.0; i++) {
            a[n*i + k] /= a[n*k + k];
            for (int j = k + 1; j < n; j++)
                a[n*i + j] -= a[n*i + k] * a[n*k + j];
        }
    }
}
""",
    """
static void lu_solve(int n, int m, const double *a, const int *p, double *b)
{
    /* The solution x of A x = b, n x m, in the place of b. */
    for (int c = 0; c < m; c++) {
        for (int i = 0; i < n; i++) {
            double kept = b[m*p[i] + c];
            b[m*p[i] + c] = b[m*i + c];
            b[m*i + c] = kept;
        }
        for (int i = 0; i < n; i++)
            for (int j = 0; j < i; j++)
                b[m*i + c] -= a[n*i + j] * b[m*j + c];
        for (int i = n - 1; i >= 0; i--) {
            for (int j = i + 1; j < n; j++)
                b[m*i + c] -= a[n*i + j] * b[m*j + c];
            b[m*i + c] /= a[n*i + i];
        }
    }
}
""",
    """
static void lu_solve_transposed(int n, int m, const double *a, const int *p, double *b)
{
    /* The solution x of A' x = b, n x m, in the place of b. */
    for (int c = 0; c < m; c++) {
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++)
                b[m*i + c] -= a[n*j + i] * b[m*j + c];
            b[m*i + c] /= a[n*i + i];
        }
        for (int i = n - 1; i >= 0; i--)
            for (int j = i + 1; j < n; j++)
                b[m*i + c] -= a[n*j + i] * b[m*j + c];
        for (int i = n - 1; i >= 0; i--) {
            double kept = b[m*p[i] + c];
            b[m*p[i] + c] = b[m*i + c];
            b[m*i + c] = kept;
        }
    }
}
""",
    """
static double lu_det(int n, const double *a, const int *p)
{
    /* The determinant, from the factors. */
    double product = p[n];
    for (int i = 0; i < n; i++)
        product *= a[n*i + i];
    return product;
}
""",
    """
static double lu_logdet(int n, const double *a)
{
    /* log|det|, from the factors. */
    double total = 0.0;
    for (int i = 0; i < n; i++)
        total += log(fabs(a[n*i + i]));
    return total;
}
""",
    """
static double minor_det(int n, const double *a, int row, int col, int place, const double *other, double *w, int *p)
{
    /* The determinant of a without a row and a column, with another row in one place, if that is one of them. */
    int k = 0;
    for (int i = 0; i < n; i++)
        for (int j = 0; j < n; j++)
            if (i != row && j != col)
                w[k++] = i == place ? other[j] : a[n*i + j];
    lu_factor(n - 1, w, p);
    return ((row + col) % 2 ? -1.0 : 1.0) * lu_det(n - 1, w, p);
}
""",
    """
static void cofactors(int n, int m, const double *a, double *x, double *w, int *p)
{
    /* The adjugate: the transposed matrix of cofactors, which a singular matrix has too. */
    for (int i = 0; i < n; i++)
        for (int j = 0; j < m; j++)
            x[n*j + i] = minor_det(n, a, i, j, -1, a, w, p);
}
""",
    """
static void adj_step(int n, int m, const double *a, int rows, int cols, const double *e, double *x, double *w, int *p)
{
    /* The derivative of the adjugate along e: of every cofactor by its rows, one after the other. */
    for (int i = 0; i < rows; i++)
        for (int j = 0; j < cols; j++) {
            x[n*j + i] = 0.0;
            for (int r = 0; r < m; r++)
                if (r != i)
                    x[n*j + i] += minor_det(n, a, i, j, r, e + n*r, w, p);
        }
}
""",
    """
static void adj_matrix(int n, int m, const double *a, double *x, double *w, int *p)
{
    /* The matrix of that derivative, between stacked columns. */
    double *unit = w + n*n;
    for (int r = 0; r < n; r++)
        for (int c = 0; c < m; c++) {
            for (int k = 0; k < n; k++)
                unit[k] = k == c ? 1.0 : 0.0;
            for (int i = 0; i < n; i++)
                for (int j = 0; j < n; j++)
                    x[n*n*(j + n*i) + r + n*c] = r == i ? 0.0 : minor_det(n, a, i, j, r, unit, w, p);
        }
}
""",
    """
static void power_of(int n, int k, const double *a, double *w, double *x)
{
    /* a to the power of k >= 0. */
    for (int i = 0; i < n*n; i++)
        x[i] = i % (n + 1) ? 0.0 : 1.0;
    for (; k > 0; k--) {
        for (int i = 0; i < n*n; i++) {
            w[i] = 0.0;
            for (int j = 0; j < n; j++)
                w[i] += x[i/n*n + j] * a[n*j + i % n];
        }
        for (int i = 0; i < n*n; i++)
            x[i] = w[i];
    }
}
""",
    """
static void cholesky_of(int n, int m, const double *a, double *x)
{
    /* The lower L with a = L L'. */
    for (int i = 0; i < n; i++)
        for (int j = 0; j < m; j++) {
            double rest = a[m*i + j];
            for (int k = 0; k < j; k++)
                rest -= x[m*i + k] * x[m*j + k];
            x[m*i + j] = j > i ? 0.0 : j == i ? sqrt(rest) : rest / x[m*j + j];
        }
}
""",
    """
static void half_lower(int m, int n, const double *a, double *x)
{
    /* The lower triangle with half the diagonal. */
    for (int i = 0; i < m; i++)
        for (int j = 0; j < n; j++)
            x[n*i + j] = j > i ? 0.0 : j == i ? a[n*i + j] / 2.0 : a[n*i + j];
}
""",
)
