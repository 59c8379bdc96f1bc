"""``alpaca-gui library``: what the window does with a library, without a window; a module a command."""
