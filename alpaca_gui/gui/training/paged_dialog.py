"""A dialog that turns from page to page while a child process works, and can ask before it does what is asked of it."""

from collections.abc import Callable

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QDialog, QStackedWidget, QVBoxLayout, QWidget

from alpaca_gui.gui.question import Question
from alpaca_gui.gui.training.failure_page import FailurePage
from alpaca_gui.gui.training.pages import Page


class PagedDialog(QDialog):
    """Shows one `Page` at a time, and one `Question` at the most; Escape closes it as its own button does.

    Attributes
    ----------
    pages, failure
        The pages, and the one among them that says what went wrong.
    question
        What is being asked; None while nothing is.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.question: Question | None = None
        self.pages = QStackedWidget()
        self.failure = FailurePage()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.pages)

    def add_pages(self, *pages: Page) -> None:
        """Take pages in, and that of a failure behind them; each can close the dialog."""
        for page in (*pages, self.failure):
            self.pages.addWidget(page)
            page.close_asked.connect(self.close)

    def turn_to(self, page: Page, *, focus: bool = True) -> None:
        """Show a page; Enter presses its main button, which has the focus too unless ``focus`` is False."""
        self.pages.setCurrentWidget(page)
        main = page.main_button()
        if main is not None:
            main.setDefault(True)
            if focus:
                main.setFocus()

    @Slot(str)
    def fail(self, sentence: str) -> None:
        """Show what went wrong; there is nothing left to ask about."""
        self.withdraw()
        self.failure.show_failure(sentence)
        self.turn_to(self.failure)

    def ask(self, text: str, yes: str, no: str, then: Callable[[], None]) -> None:
        """Ask a question in place of any that stands; ``then``, a slot, is called where a person agrees."""
        self.withdraw()
        self.question = Question(self, text, yes, no)
        self.question.agreed.connect(then)
        self.question.finished.connect(self._forget_question)
        self.question.open()

    def withdraw(self) -> None:
        """Take a question back that has answered itself."""
        if self.question is not None:
            self.question.withdraw()

    @Slot()
    def _forget_question(self) -> None:
        self.question = None

    def reject(self) -> None:
        """Close, as the Escape key asks."""
        self.close()
