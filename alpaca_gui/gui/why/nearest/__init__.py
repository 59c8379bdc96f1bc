"""The training pictures and the library's pictures most like this one, on each side."""
