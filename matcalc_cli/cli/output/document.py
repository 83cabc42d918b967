"""Answers collected into one document: whatever the batch holds, the file has one beginning and one end."""

from __future__ import annotations

from matcalc_cli.cli.output.sink import Sink


class Document:
    """A sink that hands all answers on at the end, wrapped as a document of the format."""

    def __init__(self, sink: Sink, form: str) -> None:
        self.sink = sink
        self.form = form
        self.parts: list[str] = []

    def write(self, text: str) -> None:
        """Keep the answer for the end."""
        self.parts.append(text)

    def commit(self) -> None:
        """Write the document, if there is anything in it."""
        if self.parts:
            self.sink.write(wrapped("".join(self.parts), self.form))
        self.sink.commit()


def wrapped(body: str, form: str) -> str:
    """The document around the answers; a LaTeX report or answer is displayed as it always was."""
    from matcalc_cli.render.documents.latex_report import standalone
    from matcalc_cli.render.documents.latex_steps import DISPLAY
    from matcalc_cli.render.documents.page_formats import DOCUMENTS

    return standalone(body) if form == "latex" and DISPLAY not in body else DOCUMENTS[form](body)
