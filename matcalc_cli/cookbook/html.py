"""The book as one page that needs nothing else: a box for each identity that unfolds its derivation, and a search."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

from matcalc_cli.answers.derivation import Section
from matcalc_cli.cookbook.book import answered
from matcalc_cli.cookbook.document import answer_lines, remarks
from matcalc_cli.cookbook.identity import Identity, table
from matcalc_cli.render.documents.html import STYLE, html_page
from matcalc_cli.render.documents.pages import Page
from matcalc_cli.render.formats.mathml import mathml
from matcalc_cli.render.reports.headings import left_mathml

if TYPE_CHECKING:
    from matcalc_cli.answers.derivation import Prose
    from matcalc_cli.cookbook.found import Found

_STYLE = """
header { margin-bottom: 1.2rem; }
header h1 { font-size: 1.6rem; font-weight: 600; }
#search { font: inherit; width: 100%; padding: .5rem .7rem; color: inherit; background: var(--paper);
  border: 1px solid var(--line); border-radius: .4rem; }
nav { font-size: .9rem; line-height: 1.9; }
nav a, summary a, footer a { color: var(--mark); text-decoration: none; }
nav a { white-space: nowrap; margin-right: .9rem; }
section > h2 { font-size: 1.15rem; text-transform: none; letter-spacing: 0; margin-top: 2.2rem; }
details { border: 1px solid var(--line); border-radius: .4rem; margin: .4rem 0; padding: 0 .8rem; scroll-margin-top: 1rem; }
details[open] { padding-bottom: .6rem; }
summary { display: flex; flex-wrap: wrap; gap: .2rem 1rem; align-items: baseline; padding: .5rem 0; cursor: pointer;
  list-style: none; }
summary::-webkit-details-marker { display: none; }
summary a { font-weight: 600; min-width: 3.2rem; }
summary .formula { overflow-x: auto; overflow-y: hidden; max-width: 100%; padding: .15rem 0; }
summary .name { color: var(--soft); font-size: .88rem; margin-left: auto; }
.wrong summary a::after { content: " \\2717"; color: #b3261e; }
article { border: 0 !important; margin: 0 !important; }
[hidden] { display: none !important; }
#none { color: var(--soft); }
@media (max-width: 46rem) { summary .name { margin-left: 0; width: 100%; } }
@media print { #search, nav { display: none; } details { break-inside: avoid-page; border-color: #ddd; } }
"""
_SCRIPT = """
const boxes = [...document.querySelectorAll("details")], sections = [...document.querySelectorAll("main > section")];
const search = document.getElementById("search"), none = document.getElementById("none");
function show() {
  const words = search.value.toLowerCase().split(/\\s+/).filter(Boolean);
  for (const box of boxes) box.hidden = !words.every(word => box.dataset.words.includes(word));
  for (const section of sections) section.hidden = !section.querySelector("details:not([hidden])");
  none.hidden = sections.some(section => !section.hidden);
}
function unfold() {
  const box = document.getElementById(location.hash.slice(1));
  if (box && box.tagName === "DETAILS") { box.open = true; box.hidden = false; box.scrollIntoView(); }
}
search.addEventListener("input", show);
addEventListener("hashchange", unfold);
addEventListener("keydown", event => {
  if (event.key === "/" && document.activeElement !== search) { event.preventDefault(); search.focus(); }
});
let closed = [];
addEventListener("beforeprint", () => { closed = boxes.filter(box => !box.open); closed.forEach(box => box.open = true); });
addEventListener("afterprint", () => closed.forEach(box => box.open = false));
show(); unfold();
"""
_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>A matrix cookbook, derived and verified</title>
<style>{style}</style>
</head>
<body>
<header>
<h1>A matrix cookbook, derived and verified</h1>
<p>{count} identities. The questions and the sources' forms were typed; every answer, every line of every derivation and every
verdict is matcalc's. ∇f has the shape of the variable, df = ⟨∇f, dX⟩; vec stacks columns. A box unfolds its derivation.</p>
<input id="search" type="search" placeholder="log det, kron, 57 …" aria-label="Search"/>
<nav>{topics}</nav>
</header>
<main>
<p id="none" hidden="">Nothing is about that.</p>
{body}</main>
<footer>{sources}</footer>
<script>{script}</script>
</body>
</html>
"""


def html_identity(found: Found) -> str:
    """An identity as a box that unfolds its derivation."""
    identity = found.identity
    words = " ".join([identity.number, identity.name, identity.question, identity.claim, *identity.sources]).lower()
    kind = ' class="wrong"' if found.report.verdict == "wrong" else ""
    body = html_page(Page(None, _sections(found), _remarks(found), found.letter, found.known))
    return (
        f'<details id="n{identity.number}"{kind} data-words="{escape(words)}"><summary>'
        f'<a href="#n{identity.number}">{identity.number}</a><span class="formula">{_formula(found)}</span>'
        f'<span class="name">{escape(identity.name)}</span></summary>\n{body}</details>\n'
    )


def _formula(found: Found) -> str:
    """The question and its answer."""
    question = mathml(found.left, found.known)
    answer = mathml(found.right, found.known)
    if found.identity.is_equation:
        return _math(question if found.report.verdict == "wrong" else f"{question}<mo>=</mo>{answer}")
    left = left_mathml(found.answered, found.letter, found.known)
    return f"{_math(question)} &#8194;→&#8194; {_math(f'{left}<mo>=</mo>{answer}')}"


def _math(content: str) -> str:
    return f"<math>{content}</math>"


def _sections(found: Found) -> list[Section]:
    """The source's form, where it looks otherwise, and the derivation."""
    further = answer_lines(found)[1:]
    return [*([Section([], answer_lines(found))] if further else []), *found.sections]


def _remarks(found: Found) -> list[Prose]:
    return [*remarks(found), [" · ".join(found.identity.sources)]]


def html_book(identities: Sequence[Identity]) -> str:
    """The page."""
    bodies = [*answered(identities, html_identity)]
    sections: list[str] = []
    topics: list[str] = []
    for topic, title, some in table().by_topic(identities, bodies):
        topics.append(f'<a href="#{topic}">{escape(title)}</a> ')
        sections.append(f'<section id="{topic}"><h2>{escape(title)}</h2>\n{"".join(some)}</section>\n')
    sources = "".join(f"<p>{escape(title)}</p>" for title in table().books.values())
    return _PAGE.format(
        style=STYLE + _STYLE, count=len(identities), topics="".join(topics), body="".join(sections), sources=sources,
        script=_SCRIPT,
    )  # fmt: skip
