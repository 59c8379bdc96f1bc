"""How far one picture has been shown, and what comes next; with guessing, or without."""

from dataclasses import dataclass

from alpaca_gui.gui.present.guessing import Stage


@dataclass(slots=True)
class Showing:
    """Where a presenter is with a picture.

    Attributes
    ----------
    stage
        What the room has seen of it.
    guessing
        Whether people guess first; without, a picture begins with its decision and ends with its map.
    """

    stage: Stage = Stage.GUESS
    guessing: bool = True

    @property
    def beginning(self) -> Stage:
        """What a picture begins with."""
        return Stage.GUESS if self.guessing else Stage.DECISION

    @property
    def following(self) -> Stage | None:
        """What is revealed next; None where the next picture is."""
        following = self.stage.following
        return None if following is Stage.SCORE and not self.guessing else following

    @property
    def before(self) -> Stage | None:
        """What was seen before; None where the picture before was."""
        return None if self.stage is self.beginning else self.stage.before

    def begin(self) -> None:
        """Begin with a picture."""
        self.stage = self.beginning

    def switch_guessing(self) -> None:
        """Let people guess from now on, or no more; this picture begins anew."""
        self.guessing = not self.guessing
        self.begin()
