"""Many identities answered on all processors, and the book of them in LaTeX."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TypeVar

from matcalc_cli.cookbook.document import page
from matcalc_cli.cookbook.found import Found
from matcalc_cli.cookbook.identity import Identity, table
from matcalc_cli.render.documents.latex_steps import escaped, latex_page

Made = TypeVar("Made")
FEW = 16
"""So many identities are answered sooner than other processes are started."""
AT_ONCE = 8
"""Identities that a process gets at a time."""
_BEGINNING = r"""\documentclass[10pt,fleqn]{article}
\usepackage{amsmath,amssymb}
\setlength{\textwidth}{17.5cm}
\setlength{\oddsidemargin}{-0.5cm}
\setlength{\textheight}{23.5cm}
\setlength{\topmargin}{-1.5cm}
\setlength{\mathindent}{1em}
\setlength{\parindent}{0pt}
\setlength{\parskip}{3pt}
\setcounter{tocdepth}{1}
\allowdisplaybreaks
\IfFileExists{hyperref.sty}{\usepackage[hidelinks]{hyperref}}{\newcommand{\hypertarget}[2]{#2}}
\newcommand{\identity}[3]{\goodbreak\bigskip\noindent\hypertarget{n#1}{\textbf{#1}}\quad\textbf{#2}%
  \hspace*{\fill}\penalty0\hspace*{\fill}{\footnotesize #3}\par\nobreak}
\title{A matrix cookbook, derived and verified}
\author{written by matcalc}
\date{}
\begin{document}
\maketitle
"""
_PREFACE = r"""\noindent %d identities. What is asked, and the form in which a source has the answer, were typed; every answer,
every line of every derivation and every verdict is matcalc's. $\nabla f$ has the shape of the variable:
$\mathrm{d}f = \langle\nabla f, \mathrm{d}X\rangle$; for the Jacobian $J$ and the Hessian $H$, vec stacks columns.

"""


def answered(identities: Sequence[Identity], make: Callable[[Found], Made]) -> Iterator[Made]:
    """The results of `make` for every identity, in order, each as soon as it is made; on all processors where there are many."""
    if len(identities) <= FEW or (os.cpu_count() or 1) == 1:
        yield from (make(Found(identity)) for identity in identities)
        return
    from concurrent.futures import ProcessPoolExecutor

    numbers = [identity.number for identity in identities]
    with ProcessPoolExecutor() as processes:
        yield from processes.map(partial(_made, make), numbers, chunksize=AT_ONCE)


def _made(make: Callable[[Found], Made], number: str) -> Made:
    return make(Found(next(i for i in table().identities if i.number == number)))


def latex_identity(found: Found) -> str:
    """An identity as a paragraph of the book."""
    identity = found.identity
    heading = [identity.number, escaped(identity.name), escaped(r"; ".join(identity.sources))]
    return "\\identity" + "".join(f"{{{part}}}" for part in heading) + "\n" + latex_page(page(found))


def latex_book(identities: Sequence[Identity]) -> str:
    """The book, for pdflatex with amsmath and amssymb; with hyperref, where it is installed, numbers are targets of links."""
    bodies = [*answered(identities, latex_identity)]
    parts = [_BEGINNING, _PREFACE % len(identities), _sources(), "\\tableofcontents\n"]
    for _, title, some in table().by_topic(identities, bodies):
        parts += [f"\\section{{{escaped(title)}}}\n", *some]
    return "".join([*parts, "\\end{document}\n"])


def _sources() -> str:
    """The works that are named."""
    named = "".join(f"\\item {escaped(title)}\n" for title in table().books.values())
    return f"\\noindent Sources:\n\\begin{{itemize}}\n{named}\\end{{itemize}}\n"
