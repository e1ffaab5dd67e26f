import { pageTheme } from '../../figures/page-theme.ts'

const base = `
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--page); color: var(--ink); font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif; overflow-wrap: anywhere; }
a { color: var(--link); }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; border-radius: 3px; }
h1, h2, h3, h4, h5, p, dl, dd, figure, ul, ol { margin: 0; }
h1 { font-size: 1.05rem; font-weight: 600; }
h2 { font-size: 1.35rem; line-height: 1.3; margin-bottom: .5rem; }
h3 { font-size: 1.15rem; line-height: 1.35; }
h4, h5 { font-size: .95rem; line-height: 1.4; margin-bottom: .3rem; }
ul, ol { padding-left: 1.3rem; }
li + li { margin-top: .25rem; }
code { font: .88em/1.5 ui-monospace, "Cascadia Mono", "Segoe UI Mono", "Liberation Mono", Menlo, monospace; }
.faint { color: var(--muted); }
.nowrap { white-space: nowrap; }
.skip { position: absolute; left: -99rem; }
.skip:focus { left: 1rem; top: 1rem; background: var(--paper); padding: .5rem 1rem; z-index: 1; }
`

const layout = `
.sheet { max-width: 76rem; margin: 0 auto; padding: 1.25rem clamp(.75rem, 3vw, 2.5rem) 4rem; }
.masthead { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; align-items: baseline; justify-content: space-between; padding-bottom: 1rem; }
.masthead p { color: var(--muted); font-size: .9rem; }
main { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1.5rem; min-width: 0; }
main > section { background: var(--paper); border: 1px solid var(--line); border-radius: 10px; padding: clamp(1rem, 2.5vw, 1.75rem); min-width: 0; }
main > #incidents { background: none; border: 0; padding: 0; display: grid; grid-template-columns: minmax(0, 1fr); gap: 1.25rem; }
nav ul { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: .25rem 1.1rem; font-size: .92rem; }
nav li + li { margin: 0; }
nav { padding-bottom: 1rem; }
@media (min-width: 78rem) {
  .columns-page { display: grid; grid-template-columns: 9.5rem minmax(0, 1fr); gap: 2rem; }
  nav { position: sticky; top: 1.5rem; align-self: start; }
  nav ul { display: grid; gap: .55rem; }
}
.lead { color: var(--muted); margin-bottom: 1rem; max-width: 72ch; }
.columns { display: grid; gap: 1rem 2rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 19rem), 1fr)); }
footer { color: var(--muted); font-size: .85rem; padding-top: 1.5rem; }
`

const verdict = `
main > .verdict { border-width: 0 0 0 8px; border-style: solid; border-color: var(--tone); background: var(--tone-soft); border-radius: 6px 10px 10px 6px; }
.verdict .word { color: var(--tone); font-size: clamp(1.7rem, 4vw, 2.4rem); font-weight: 750; line-height: 1.1; letter-spacing: .02em; margin-bottom: .5rem; }
.verdict h2 { font-size: clamp(1.15rem, 2.2vw, 1.45rem); max-width: 60ch; }
.verdict p:last-child { color: var(--muted); }
.verdict-hit, .verdict-block { --tone: var(--grave); --tone-soft: var(--grave-soft); }
.verdict-exposed, .verdict-hold { --tone: var(--high); --tone-soft: var(--high-soft); }
.verdict-not-seen, .verdict-allow { --tone: var(--low); --tone-soft: var(--low-soft); }
.verdict-cannot-tell { --tone: var(--calm); --tone-soft: var(--calm-soft); }
.tiles { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 10rem), 1fr)); }
.tiles > div { background: var(--paper); border: 1px solid var(--line); border-radius: 10px; padding: .8rem 1.1rem; }
.tiles dt { font-size: clamp(1.05rem, 2.4vw, 1.25rem); font-weight: 650; }
.tiles dd { color: var(--muted); font-size: .88rem; }
.to-do li { max-width: 78ch; padding-left: .25rem; }
.to-do li + li { margin-top: .5rem; }
.next { font-weight: 600; max-width: 78ch; margin-bottom: .8rem; }
`

const findings = `
.incident { background: var(--paper); border: 1px solid var(--line); border-top: 4px solid var(--tone, var(--line)); border-radius: 10px; padding: clamp(1rem, 2.5vw, 1.75rem); display: grid; grid-template-columns: minmax(0, 1fr); gap: 1.1rem; min-width: 0; }
.incident h3 { font-size: clamp(1.2rem, 2.2vw, 1.45rem); margin-top: -.5rem; }
.incident:has(> details) { padding: .6rem clamp(1rem, 2.5vw, 1.75rem); border-top: 1px solid var(--line); border-left: 4px solid var(--tone); margin-top: -.6rem; }
.incident > details > summary { display: flex; flex-wrap: wrap; gap: .1rem .8rem; align-items: baseline; }
.incident > details > summary h3 { font-size: 1rem; margin: 0; }
.incident > details > summary h3::before { content: "▸ "; color: var(--muted); }
.incident > details[open] > summary h3::before { content: "▾ "; }
.incident > details > .body { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1.1rem; padding-top: 1rem; }
.rank { color: var(--muted); font-size: .9rem; }
.says { font-size: 1.05rem; max-width: 78ch; }
.badge { display: inline-block; border: 1px solid currentColor; border-radius: 99px; padding: 0 .6rem; font-size: .82rem; font-weight: 600; line-height: 1.6; white-space: nowrap; color: var(--tone); background: var(--tone-soft); }
.severity-5, .edge-5 { --tone: var(--grave); --tone-soft: var(--grave-soft); }
.severity-4, .edge-4 { --tone: var(--high); --tone-soft: var(--high-soft); }
.severity-3, .edge-3 { --tone: var(--medium); --tone-soft: var(--medium-soft); }
.severity-2, .edge-2 { --tone: var(--low); --tone-soft: var(--low-soft); }
.severity-1, .edge-1 { --tone: var(--calm); --tone-soft: var(--calm-soft); }
.facts { display: grid; gap: .3rem; font-size: .92rem; }
.facts > div { display: grid; grid-template-columns: 7.5rem minmax(0, 1fr); gap: .75rem; }
.facts dt { color: var(--muted); }
.facts dt::first-letter { text-transform: uppercase; }
.facts code { background: var(--raised); border: 1px solid var(--line); border-radius: 4px; padding: 0 .3rem; display: inline-block; max-width: 100%; margin-bottom: .15rem; }
.advice { background: var(--raised); border-left: 4px solid var(--link); border-radius: 4px; padding: .8rem 1.1rem; }
.for li::marker { content: "+  "; font-weight: 700; color: var(--grave); }
.against li::marker, .innocent li::marker { content: "−  "; font-weight: 700; color: var(--low); }
.finding { border: 1px solid var(--line); border-radius: 8px; margin-top: .6rem; }
#findings details details.finding:first-of-type { margin-top: .8rem; }
.finding > summary { padding: .55rem .8rem; }
.finding > .body { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1rem; padding: .4rem .8rem 1rem; min-width: 0; }
.finding .title { font-weight: 550; }
summary { cursor: pointer; }
#findings h3 { margin: 1.3rem 0 .2rem; font-size: 1rem; font-weight: 500; }
.posture { display: grid; grid-template-columns: minmax(0, 1fr); gap: .5rem; }
.posture + .posture { margin-top: 1.6rem; }
#products h3 { margin: 1.3rem 0 .2rem; }
#files h3 { margin: 1rem 0 .4rem; }
#files details { margin-top: .5rem; }
#files details > ul { margin: .4rem 0 .8rem; }
.evidence { columns: 22rem auto; font-size: .92rem; }
.suspect { display: grid; grid-template-columns: minmax(0, 1fr); gap: .5rem; }
.suspect details figure { margin-top: .6rem; }
.reasons { list-style: none; padding: 0; display: grid; grid-template-columns: minmax(0, 1fr); gap: 1rem; }
.reasons li + li { margin: 0; }
.reason { border-left: 4px solid var(--tone, var(--line)); padding: .1rem 0 .1rem 1rem; display: grid; grid-template-columns: minmax(0, 1fr); gap: .4rem; }
.reason h3 { font-size: 1.05rem; max-width: 78ch; }
@media (min-width: 44.01rem) { #origin th[scope=row] { white-space: nowrap; } }
.next:last-child { margin-bottom: 0; }
#origin details { margin-top: .8rem; }
#origin details ul { margin-top: .4rem; }
.outcome.failed { color: var(--grave); }
.outcome.partial { color: var(--high); }
.outcome.skipped { color: var(--muted); }
`

const figures = `
figure { display: grid; grid-template-columns: minmax(0, 1fr); gap: .6rem; min-width: 0; }
figcaption { max-width: 78ch; }
figcaption strong { display: block; }
figure svg { display: block; height: auto; width: 100%; }
.wide svg { max-width: 60rem; }
.narrow { display: none; }
.narrow svg { max-width: 28rem; }
@media (max-width: 40rem) { .wide { display: none; } .narrow { display: block; } }
.twin summary { color: var(--muted); font-size: .9rem; }
.twin .scroll { max-height: 26rem; margin-top: .5rem; }
.scroll { overflow: auto; border: 1px solid var(--line); border-radius: 6px; max-width: 100%; }
table { border-collapse: collapse; width: 100%; font-size: .92rem; }
caption { text-align: left; color: var(--muted); font-size: .88rem; padding: .3rem .6rem .3rem 0; }
.scroll caption { padding: .4rem .6rem; }
th, td { text-align: left; vertical-align: top; padding: .42rem .6rem; border-top: 1px solid var(--line); font-weight: 400; }
thead th { color: var(--muted); font-weight: 600; font-size: .85rem; white-space: nowrap; border-top: 0; border-bottom: 1px solid var(--line); }
.scroll th, .scroll td { min-width: 6rem; }
.scroll th[scope=row] { white-space: nowrap; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
@media (max-width: 44rem) {
  .stacks thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .stacks, .stacks tbody, .stacks tr, .stacks th, .stacks td, .stacks caption { display: block; }
  .stacks tr { border-top: 1px solid var(--line); padding: .5rem 0; }
  .stacks th, .stacks td { border: 0; padding: .12rem 0; text-align: left; white-space: normal; }
  .stacks tbody th { font-weight: 600; }
  .stacks td::before { content: attr(data-label) ": "; color: var(--muted); }
  .facts > div { grid-template-columns: minmax(0, 1fr); gap: 0; }
}
`

const print = `
@media print {
  @page { margin: 16mm 14mm; }
  html { font-size: 9.5pt; }
  body { font-size: 1rem; background: none; }
  .sheet { max-width: none; padding: 0; }
  nav, .skip, .twin { display: none; }
  .columns-page { display: block; }
  .wide { display: block; } .narrow { display: none; }
  main > section, .incident, .tiles > div { border-color: #b8c0c8; }
  h2, h3, h4, h5, summary, caption { break-after: avoid; }
  figure, tr, .advice, .tiles > div { break-inside: avoid; }
  .finding::details-content, .incident > details::details-content { content-visibility: visible; display: block; block-size: auto; }
  .verdict, .badge { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  svg { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`

/** The one style sheet of the page. Printing is always light. */
export const styleSheet = `:root {${pageTheme('light')}
}
@media screen and (prefers-color-scheme: dark) { :root {${pageTheme('dark')}
} }
${base}${layout}${verdict}${findings}${figures}${print}`
