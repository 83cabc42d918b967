"""The source text of the helper functions of C modules; matrices are row by row."""

from __future__ import annotations

from matcalc_cli.codegen.targets.helpers.c_matrices import MATRICES
from matcalc_cli.codegen.text.helpers import sources

HELPERS = MATRICES | sources(
    """
static double norm_of(int m, int n, const double *a)
{
    /* The root of the sum of squares, without overflow. */
    double largest = 0.0, total = 0.0;
    for (int i = 0; i < m*n; i++)
        largest = fmax(largest, fabs(a[i]));
    for (int i = 0; i < m*n && largest > 0.0; i++)
        total += (a[i] / largest) * (a[i] / largest);
    return largest * sqrt(total);
}
""",
    """
static double max_of(int m, int n, const double *a)
{
    /* The largest entry. */
    double largest = a[0];
    for (int i = 1; i < m*n; i++)
        largest = fmax(largest, a[i]);
    return largest;
}
""",
    """
static double min_of(int m, int n, const double *a)
{
    /* The smallest entry. */
    double smallest = a[0];
    for (int i = 1; i < m*n; i++)
        smallest = fmin(smallest, a[i]);
    return smallest;
}
""",
    """
static double prod_of(int m, int n, const double *a)
{
    /* The product of all entries. */
    double product = 1.0;
    for (int i = 0; i < m*n; i++)
        product *= a[i];
    return product;
}
""",
    """
static void prod_others(int m, int n, const double *a, double *x)
{
    /* At every place the product of all other entries. */
    for (int i = 0; i < m*n; i++) {
        x[i] = 1.0;
        for (int j = 0; j < m*n; j++)
            x[i] *= j == i ? 1.0 : a[j];
    }
}
""",
    """
static void prod_pairs(int m, int n, const double *a, double *x)
{
    /* At (i, j) the product of all entries but these two, column by column; 0 on the diagonal. */
    for (int i = 0; i < m*n; i++)
        for (int j = 0; j < m*n; j++) {
            double product = i == j ? 0.0 : 1.0;
            for (int k = 0; k < m*n; k++)
                product *= k == i || k == j ? 1.0 : a[n*(k % m) + k/m];
            x[m*n*i + j] = product;
        }
}
""",
    """
static double logsumexp_of(int m, int n, const double *a)
{
    /* log(sum(exp(a))), without overflow. */
    double largest = max_of(m, n, a), total = 0.0;
    for (int i = 0; i < m*n; i++)
        total += exp(a[i] - largest);
    return largest + log(total);
}
""",
    """
static void softmax_of(int m, int n, const double *a, double *x)
{
    /* exp(a)/sum(exp(a)), without overflow. */
    double largest = max_of(m, n, a), total = 0.0;
    for (int i = 0; i < m*n; i++)
        total += x[i] = exp(a[i] - largest);
    for (int i = 0; i < m*n; i++)
        x[i] /= total;
}
""",
    """
static void logsumexp_rows(int m, int n, const double *a, double *x)
{
    /* log(sum(exp)) of every row. */
    for (int i = 0; i < m; i++)
        x[i] = logsumexp_of(1, n, a + n*i);
}
""",
    """
static void softmax_rows(int m, int n, const double *a, double *x)
{
    /* softmax of every row. */
    for (int i = 0; i < m; i++)
        softmax_of(1, n, a + n*i, x + n*i);
}
""",
    """
static void max_rows(int m, int n, const double *a, double *x)
{
    /* The largest entry of every row. */
    for (int i = 0; i < m; i++)
        x[i] = max_of(1, n, a + n*i);
}
""",
    """
static void min_rows(int m, int n, const double *a, double *x)
{
    /* The smallest entry of every row. */
    for (int i = 0; i < m; i++)
        x[i] = min_of(1, n, a + n*i);
}
""",
    """
static void lower_part(int m, int n, const double *a, double *x)
{
    /* The lower triangle. */
    for (int i = 0; i < m; i++)
        for (int j = 0; j < n; j++)
            x[n*i + j] = j > i ? 0.0 : a[n*i + j];
}
""",
    """
static void upper_part(int m, int n, const double *a, double *x)
{
    /* The upper triangle. */
    for (int i = 0; i < m; i++)
        for (int j = 0; j < n; j++)
            x[n*i + j] = j < i ? 0.0 : a[n*i + j];
}
""",
    """
static double sign_of(double x)
{
    /* -1, 0 or 1. */
    return x > 0.0 ? 1.0 : x < 0.0 ? -1.0 : x;
}
""",
    """
static double sigmoid(double x)
{
    /* 1/(1 + exp(-x)). */
    return 1.0/(1.0 + exp(-x));
}
""",
    """
static double larger(double a, double b)
{
    return a < b ? b : a;
}
""",
    """
static double smaller(double a, double b)
{
    return b < a ? b : a;
}
""",
    """
static double relu(double x)
{
    return x < 0.0 ? 0.0 : x;
}
""",
    """
static double softplus(double x)
{
    /* log(1 + exp(x)), without overflow. */
    return fmax(x, 0.0) + log1p(exp(-fabs(x)));
}
""",
    """
static double log_cosh(double x)
{
    /* log(cosh(x)), without overflow. */
    double s = sinh(x / 2.0);
    return fabs(x) < 1.0 ? log1p(2.0*s*s) : fabs(x) + log1p(exp(-2.0*fabs(x))) - log(2.0);
}
""",
    """
static double times_log(double x, double y)
{
    /* x log(y), 0 at x = 0. */
    return x == 0.0 ? 0.0 : x*log(y);
}
""",
)
