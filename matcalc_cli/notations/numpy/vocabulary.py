"""Functions of Python's libraries that the language has no word for, as NumPy writes them: this is the table, and nothing else.

A dot in a name is an underscore here: stats.norm.logpdf is norm_logpdf. `: vector` says that an argument is no matrix, `: 2`
that it is this number, `-> reduced` that the function is the mean of the entries, their sum or all of them, as `reduction` says.
"""

from __future__ import annotations

import re

SOURCE = r"""
def soft_margin_loss(input, target) -> reduced:
    return np.logaddexp(0, -target * input)

def margin_ranking_loss(input1, input2, target, margin=0) -> reduced:
    return np.maximum(margin - target * (input1 - input2), 0)

def triplet_margin_loss(anchor, positive, negative, margin=1, p: 2 = 2, eps=1e-6) -> reduced:
    near = np.linalg.norm(anchor - positive + eps, axis=-1)
    return np.maximum(near - np.linalg.norm(anchor - negative + eps, axis=-1) + margin, 0)

def gaussian_nll_loss(input, target, var, full: False = False, eps=1e-6) -> reduced:
    return (np.log(np.maximum(var, eps)) + (input - target) ** 2 / np.maximum(var, eps)) / 2

def poisson_nll_loss(input, target, log_input: True = True, full: False = False) -> reduced:
    return np.exp(input) - target * input

def pairwise_distance(x1, x2, p: 2 = 2, eps=1e-6):
    return np.linalg.norm(x1 - x2 + eps, axis=-1)

def lerp(input, end, weight):
    return input + weight * (end - input)

def relu6(input):
    return np.clip(input, 0, 6)

def hardsigmoid(input):
    return np.clip(input + 3, 0, 6) / 6

def hardswish(input):
    return input * np.clip(input + 3, 0, 6) / 6

def softshrink(input, lambd=0.5):
    return np.sign(input) * np.maximum(np.abs(input) - lambd, 0)

def tanhshrink(input):
    return input - np.tanh(input)

def log_ndtr(x):
    return np.log(ndtr(x))

def vecdot(x, y):
    return np.sum(x * y, axis=-1)

def ptp(a):
    return np.max(a) - np.min(a)

def heaviside(x1, x2):
    return step(x1) + 0 * x2

def subtract_outer(a: vector, b: vector):
    return a[:, None] - b[None, :]

def add_outer(a: vector, b: vector):
    return a[:, None] + b[None, :]

def multiply_outer(a: vector, b: vector):
    return np.outer(a, b)

def add_reduce(array: vector):
    return np.sum(array)

def multiply_reduce(array: vector):
    return np.prod(array)

def norm_logpdf(x, loc=0, scale=1):
    return -(((x - loc) / scale) ** 2) / 2 - np.log(scale) - np.log(2 * np.pi) / 2

def norm_pdf(x, loc=0, scale=1):
    return np.exp(-(((x - loc) / scale) ** 2) / 2) / (scale * np.sqrt(2 * np.pi))

def norm_cdf(x, loc=0, scale=1):
    return ndtr((x - loc) / scale)

def norm_logcdf(x, loc=0, scale=1):
    return np.log(ndtr((x - loc) / scale))

def multivariate_normal_logpdf(x, mean: vector, cov):
    return -np.sum(((x - mean) @ np.linalg.inv(cov)) * (x - mean), axis=-1) / 2 - np.linalg.slogdet(2 * np.pi * cov)[1] / 2

def multivariate_normal_pdf(x, mean: vector, cov):
    return np.exp(-np.sum(((x - mean) @ np.linalg.inv(cov)) * (x - mean), axis=-1) / 2) / np.sqrt(np.linalg.det(2 * np.pi * cov))

def tv(value: vector):
    return np.sum(np.abs(np.diff(value)))

def geo_mean(x: vector):
    return np.prod(x) ** (1 / len(x))

def harmonic_mean(x: vector):
    return len(x) / np.sum(1 / x)

def mixed_norm(X, p: 2 = 2, q: 1 = 1):
    return np.sum(np.linalg.norm(X, axis=1))

def norm_inf(x):
    return np.max(np.abs(x))

def lambda_min(X):
    return np.min(np.linalg.eigvalsh(X))

def Minimize(expr):
    return expr

def Maximize(expr):
    return expr

def softmax_cross_entropy(logits, labels):
    return -np.sum(labels * scipy.special.log_softmax(logits, axis=-1), axis=-1)

def sigmoid_binary_cross_entropy(logits, labels):
    return np.logaddexp(0, logits) - labels * logits

def l2_loss(predictions, targets=0):
    return (predictions - targets) ** 2 / 2

def real(x):
    return x

def exp2(x):
    return 2 ** x

def float64(x):
    return x

def float32(x):
    return x

def asarray(a):
    return a

def squeeze(a):
    return a

def float(x):
    return x
"""
"""The definitions; those from `softmax_cross_entropy` to `l2_loss` are Optax's."""
DEFINITION = re.compile(r"(?m)^def (\w+)\((.*)\)(?: -> \w+)?:\n(?:    .*\n)+")
VOCABULARY = {found[1]: found[0] for found in DEFINITION.finditer(SOURCE)}
"""Each definition by its name."""
CALLED = re.compile(r"([\w.]+)\s*\(")


def used(text: str) -> list[str]:
    """The names of the functions that a text may call."""
    paths = [path.split(".") for path in CALLED.findall(text)]
    called = {name for path in paths for name in (path[-1], "_".join(path[-2:]))}
    return [name for name in VOCABULARY if name in called]


def spelled(name: str, path: str) -> str:
    """The name of a function here: norm_logpdf of logpdf in scipy.stats.norm."""
    last = f"{path.rpartition('.')[2]}_{name}"
    return last if last in VOCABULARY else name
