"""What the model says of a row, with the rule as it is now: as a verdict, and as a line of text."""

from dataclasses import replace

from alpaca_gui.engine.card import ModelCard
from alpaca_gui.engine.familiar_words import MARK, unlike_note
from alpaca_gui.gui.collection import Collection
from alpaca_gui.library.record import Record
from alpaca_gui.logit.verdict import Decision, judge
from alpaca_gui.logit.words import logit_text, probability_text, sentence


class Readings:
    """Reads the rows of a `Collection`; `answers` are a model's words for each decision."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        self.answers = {Decision.YES: "Yes", Decision.NO: "No", Decision.UNSURE: "Unsure"}

    def use_words(self, card: ModelCard) -> None:
        """Answer in the words of this card from now on."""
        self.answers = {Decision.YES: f"Yes, {card.yes}", Decision.NO: f"No, {card.no}", Decision.UNSURE: "Unsure"}

    def text(self, key: int) -> str:
        """Give a row's reading as one line."""
        columns = self._collection.columns
        name, record = columns.source(key).name, columns.record(key)
        if record is None or record.logit is None:
            return f"{name}: {'not classified' if record is None else record.error}"
        verdict = judge(record.logit, self._collection.rule)
        return (
            f"{name}: logit {logit_text(verdict.logit)}, probability {probability_text(verdict.log_odds)}, "
            f"{self.answers[verdict.decision]}; {sentence(verdict)}"
        )

    def with_mark(self, key: int, record: Record) -> Record:
        """Put the mark "unlike the training pictures" among the notes of a picture that carries it."""
        familiarity = self._collection.answering.familiarity
        if record.unlike is None or not self._collection.item_model.unlike(key):
            return record
        note = "" if familiarity is None else unlike_note(familiarity, record.unlike)
        return replace(record, notes=(*record.notes, note or f"{MARK.capitalize()}."))
