"""The panels of the window, in their order; each is loaded when it is first looked at."""

from dataclasses import dataclass
from importlib import import_module
from typing import Final

from alpaca_gui.gui.why.panel import Context, Panel


@dataclass(frozen=True, slots=True)
class Kind:
    """One panel: its name in the settings, its title, and where its class is."""

    name: str
    title: str
    module: str
    cls: str

    @property
    def path(self) -> str:
        """The module's name in full."""
        return f"alpaca_gui.gui.why.{self.module}"

    def make(self, context: Context) -> Panel:
        """Build it."""
        made: Panel = getattr(import_module(self.path), self.cls)(context)
        return made


KINDS: Final = (
    Kind("map", "Map", "map.map_panel", "MapPanel"),
    Kind("firm", "How firm", "firm.firm_panel", "FirmPanel"),
    Kind("flip", "Flip finder", "flip.flip_panel", "FlipPanel"),
    Kind("xray", "What the model saw", "xray.xray_panel", "XrayPanel"),
    Kind("nearest", "Nearest", "nearest.nearest_panel", "NearestPanel"),
    Kind("closer", "Look closer", "closer.closer_panel", "CloserPanel"),
    Kind("stability", "Stability bench", "stability.stability_panel", "StabilityPanel"),
    Kind("temperature", "Temperature", "temperature.temperature_panel", "TemperaturePanel"),
)
