"""The two sides of the training pictures, and which of two folders means yes: asked, never guessed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from alpaca_gui.gui.choosing import Chosen, choose_folder
from alpaca_gui.gui.signs import Sign
from alpaca_gui.gui.training.side_box import SideBox
from alpaca_gui.gui.training.survey import FEW, Found, Survey, Surveyor
from alpaca_gui.gui.training.words import few_sentence

if TYPE_CHECKING:
    from alpaca_gui.gui.loader import Loaded, PictureLoader

_QUESTION = "These are two folders. Which one means yes? Press the button in it."
_HINT = "Drop a folder on each side, or one folder that holds a folder for each answer."


class SidesPanel(QWidget):
    """Two boxes, yes on the left; `changed` tells that a folder has come or gone, or that the question is answered."""

    changed = Signal()
    swapped = Signal()

    def __init__(self, surveyor: Surveyor) -> None:
        super().__init__()
        self._surveyor = surveyor
        self._loader: PictureLoader | None = None
        self._wishes: dict[int, tuple[int, int, Path]] = {}
        self._surveys: list[Survey | None] = [None, None]
        self._counting: set[int] = set()
        self.asking = False
        self.boxes = (SideBox(Sign.YES, "Choose the &yes folder…"), SideBox(Sign.NO, "Choose the n&o folder…"))
        self.hint = QLabel(_HINT)
        self.hint.setWordWrap(True)
        self.swap = QPushButton("&Swap yes and no")
        self._lay_out()
        self._wire()
        self._refresh()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(12)
        for box in self.boxes:
            row.addWidget(box, 1)
        below = QHBoxLayout()
        below.addWidget(self.hint, 1)
        below.addWidget(self.swap)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        column.addLayout(below)

    def _wire(self) -> None:
        yes, no = self.boxes
        yes.dropped.connect(self._on_yes_dropped)
        no.dropped.connect(self._on_no_dropped)
        yes.choose_asked.connect(self._choose_yes)
        no.choose_asked.connect(self._choose_no)
        yes.means_yes.connect(self._on_left)
        no.means_yes.connect(self._on_right)
        self.swap.clicked.connect(self._on_swap)
        self._surveyor.found.connect(self._on_found)

    def equip(self, loader: PictureLoader) -> None:
        """Show thumbnails from now on."""
        self._loader = loader
        loader.loaded.connect(self._on_loaded)

    @property
    def yes(self) -> Survey | None:
        """What the yes folder holds; None as long as it is not said which that is."""
        return None if self.asking else self._surveys[0]

    @property
    def no(self) -> Survey | None:
        """What the no folder holds."""
        return None if self.asking else self._surveys[1]

    @property
    def counting(self) -> bool:
        """Whether a folder is being looked into."""
        return bool(self._counting)

    @property
    def first_empty(self) -> int:
        """The first side without a folder; the yes side where both have one."""
        return 1 if self._surveys[0] is not None and self._surveys[1] is None else 0

    def restyle(self) -> None:
        """Take over the colours of the theme that is shown now."""
        self._refresh()

    # Folders come.

    def take(self, paths: tuple[Path, ...], side: int = 0) -> None:
        """Look into what was dropped on a side: one folder for it, or one that holds two, or two at once."""
        box = self.boxes[side]
        if len(paths) > 2:
            box.show_refusal(f"These are {len(paths)} things. Drop one folder, or two: one for yes and one for no.")
            self._surveys[side] = None
        elif paths:
            self._counting.add(side)
            box.show_counting(paths[0])
            self._surveyor.look(side, paths)
        self.changed.emit()

    @Slot(object)
    def _on_yes_dropped(self, paths: tuple[Path, ...]) -> None:
        self.take(paths, 0)

    @Slot(object)
    def _on_no_dropped(self, paths: tuple[Path, ...]) -> None:
        self.take(paths, 1)

    @Slot()
    def _choose_yes(self) -> None:
        self._choose("Choose the folder that means yes", self._on_yes_chosen)

    @Slot()
    def _choose_no(self) -> None:
        self._choose("Choose the folder that means no", self._on_no_chosen)

    def _choose(self, title: str, slot: Chosen) -> None:
        known = next((survey for survey in self._surveys if survey is not None), None)
        choose_folder(self.window(), title, str(known.folder.parent) if known else "", slot)

    @Slot(str)
    def _on_yes_chosen(self, folder: str) -> None:
        self.take((Path(folder),), 0)

    @Slot(str)
    def _on_no_chosen(self, folder: str) -> None:
        self.take((Path(folder),), 1)

    @Slot(object)
    def _on_found(self, found: Found) -> None:
        self._counting.discard(found.key)
        if len(found.surveys) == 2:
            self._surveyor.forget(1 - found.key)
            self._counting.clear()
            self._surveys = list(found.surveys)
            self.asking = True
        else:
            self._surveys[found.key] = found.surveys[0]
        self._refresh()

    # Which one means yes.

    @Slot()
    def _on_left(self) -> None:
        self.asking = False
        self._refresh()
        self.boxes[0].choose.setFocus()

    @Slot()
    def _on_right(self) -> None:
        self._surveys.reverse()
        self._on_left()

    @Slot()
    def _on_swap(self) -> None:
        self._surveys.reverse()
        self.swapped.emit()
        self._refresh()

    def _refresh(self) -> None:
        for side, (box, survey) in enumerate(zip(self.boxes, self._surveys, strict=True)):
            box.ask(asking=self.asking)
            if side in self._counting:
                continue
            if survey is None:
                box.show_empty()
            elif survey.sentence:
                box.show_refusal(survey.sentence)
            else:
                box.show_survey(survey)
                self._want_thumbs(side, survey)
        self.hint.setText(_QUESTION if self.asking else _HINT)
        self.swap.setEnabled(not self.asking and not self._counting and None not in self._surveys)
        self.changed.emit()

    def hindrance(self) -> str:
        """Say why these pictures cannot be trained on yet; empty when they can."""
        yes, no = self._surveys
        if self._counting:
            return "The pictures are being counted."
        if yes is None or no is None:
            return "Choose a folder for yes and a folder for no."
        if few := few_sentence(yes) or few_sentence(no):
            return few
        if yes.folder == no.folder:
            return "Yes and no are the same folder; choose two different ones."
        return "Say which of the two folders means yes." if self.asking else ""

    # Thumbnails.

    def _want_thumbs(self, side: int, survey: Survey) -> None:
        if self._loader is None:
            return
        from alpaca_gui.imaging.source import FileSource  # noqa: PLC0415 - loaded beside the window

        for place in reversed(range(len(survey.first))):  # the latest wish comes first
            key = side * FEW + place
            self._wishes[key] = (side, place, survey.first[place])
            pixels = self.boxes[side].thumbs.side
            self._loader.want(key, FileSource(survey.first[place]), pixels, pixels)

    @Slot(object)
    def _on_loaded(self, loaded: Loaded) -> None:
        side, place, path = self._wishes[loaded.key]
        survey = self._surveys[side]
        # Where folders were swapped meanwhile, an answer to the former wish may still come: the later one follows.
        if survey is not None and place < len(survey.first) and survey.first[place] == path:
            self.boxes[side].thumbs.put(place, loaded.image)
