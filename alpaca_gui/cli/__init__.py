"""The terminal: the same pipeline and the same records as the window, printed. No Qt."""
