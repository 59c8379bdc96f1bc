"""The report as one page of HTML that needs nothing else: no network, no script, curves and pictures inside."""

from alpaca_gui.judging.page.whole import page

__all__ = ["page"]
