"""One language for drawings, SVG: a page of HTML holds it as it is, and resvg makes a PNG of it."""
