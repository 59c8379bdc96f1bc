"""How the page looks: light or dark as the reader's system is, and fit to be printed."""

from typing import Final

STYLE: Final = """
:root {
  color-scheme: light dark;
  --window: #f4f4f1; --surface: #ffffff; --text: #1f2124; --quiet: #5c6066; --line: #d5d5d0;
  --yes: #0a6aa6; --no: #a84b00; --unsure: #6a5a8c; --failed: #a3242c;
}
@media (prefers-color-scheme: dark) {
  :root {
    --window: #1d1f22; --surface: #26282c; --text: #ececea; --quiet: #a9adb3; --line: #3d4046;
    --yes: #63b8ee; --no: #f2a35e; --unsure: #bcaee0; --failed: #f48f92;
  }
}
@media print {
  :root {
    color-scheme: light;
    --window: #ffffff; --surface: #ffffff; --text: #000000; --quiet: #444444; --line: #bbbbbb;
    --yes: #0a6aa6; --no: #a84b00; --unsure: #6a5a8c; --failed: #a3242c;
  }
  figure, tr, .picture { break-inside: avoid; }
  h2 { break-after: avoid; }
  main { padding: 0; }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--window); color: var(--text);
  font: 16px/1.5 system-ui, "Segoe UI", "Helvetica Neue", "DejaVu Sans", sans-serif;
  -webkit-print-color-adjust: exact; print-color-adjust: exact;
}
main { max-width: 70rem; margin: 0 auto; padding: 2rem 1.5rem 4rem; }
h1 { font-size: 1.7rem; line-height: 1.25; margin: 0 0 .3rem; overflow-wrap: anywhere; }
h2 { font-size: 1.2rem; margin: 2.5rem 0 .6rem; }
p { max-width: 48rem; margin: .4rem 0; }
.quiet, caption, figcaption { color: var(--quiet); }
.beware { border-left: .25rem solid var(--failed); padding-left: .75rem; }
table { border-collapse: collapse; margin: .8rem 0; font-variant-numeric: tabular-nums; }
caption { text-align: left; padding-bottom: .3rem; }
th, td { padding: .35rem 1.1rem .35rem 0; text-align: left; vertical-align: baseline; }
tbody tr { border-top: 1px solid var(--line); }
thead th { font-weight: 600; color: var(--quiet); }
tbody th { font-weight: 600; }
td.number, th.number { text-align: right; }
td.wrong { color: var(--failed); }
.scroll { overflow-x: auto; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(22rem, 100%), 1fr)); gap: 1.25rem; }
figure { margin: 0; background: var(--surface); border: 1px solid var(--line); border-radius: .5rem; padding: 1rem; }
figure h3 { margin: 0 0 .2rem; font-size: 1rem; }
figcaption { font-size: .88rem; margin-top: .4rem; }
svg { display: block; width: 100%; height: auto; }
svg text { font-size: 12px; fill: var(--quiet); }
svg .axis { stroke: var(--line); stroke-width: 1; fill: none; }
svg .guide { stroke: var(--quiet); stroke-width: 1; stroke-dasharray: 4 4; fill: none; }
svg .curve { stroke: var(--yes); stroke-width: 2.2; fill: none; stroke-linejoin: round; }
svg .dot { fill: var(--yes); stroke: var(--surface); stroke-width: 1.5; }
svg .gap { stroke: var(--yes); stroke-width: 2; }
svg .here { fill: var(--surface); stroke: var(--text); stroke-width: 2; }
svg .yes { fill: var(--yes); }
svg .no { fill: var(--no); }
svg .key { fill: var(--text); }
.pictures { display: grid; grid-template-columns: repeat(auto-fill, minmax(11rem, 1fr)); gap: 1rem; padding: 0; }
.picture {
  list-style: none; background: var(--surface); border: 1px solid var(--line); border-radius: .5rem; overflow: hidden;
}
.picture img, .picture .gone {
  display: block; width: 100%; height: 10rem; object-fit: contain; background: var(--line);
}
.picture .gone { padding: .75rem; font-size: .85rem; }
.picture .said { padding: .6rem .75rem .75rem; font-size: .88rem; line-height: 1.4; overflow-wrap: anywhere; }
.logit { font-size: 1.15rem; font-weight: 600; font-variant-numeric: tabular-nums; }
.mark { color: var(--failed); font-weight: 600; }
.doubt { color: var(--unsure); font-weight: 600; }
"""
