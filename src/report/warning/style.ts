/** Black bar, coloured letters: TLP 2.0's own colours, which are made for it. */
export const warningStyle = (colour: string) => `
:root{color-scheme:light;--ink:#1a1d21;--soft:#555d66;--line:#d3d8de;--wash:#f5f7f9}
*{box-sizing:border-box}
body{margin:0;background:#fff;color:var(--ink);font:16px/1.5 system-ui,"Segoe UI",Helvetica,Arial,sans-serif}
.tlp{position:sticky;top:0;z-index:1;background:#000;color:${colour};padding:.5rem 1.5rem;display:flex;gap:1rem;justify-content:space-between;align-items:baseline;font-weight:700;print-color-adjust:exact;-webkit-print-color-adjust:exact}
.tlp span{font-weight:400;font-size:.8rem;color:#fff}
.tlp.end{position:static}
main,header,nav,footer{max-width:62rem;margin:0 auto;padding:0 1.5rem}
header{padding-top:1.5rem}
h1{font-size:1.9rem;line-height:1.2;margin:.2rem 0 .6rem;overflow-wrap:anywhere}
h2{font-size:1.3rem;margin:2.4rem 0 .6rem;padding-top:.6rem;border-top:2px solid var(--ink)}
h3{font-size:1.05rem;margin:1.4rem 0 .4rem;overflow-wrap:anywhere}
p,li{max-width:46rem;overflow-wrap:anywhere}
.meta{color:var(--soft);margin:0;font-size:.9rem}
.line{border-left:.4rem solid var(--ink);background:var(--wash);padding:1rem 1.25rem;margin:1.25rem 0}
.line p{margin:0;font-size:1.1rem;max-width:none}
.line .word{font-weight:700;letter-spacing:.04em;font-size:.95rem}
nav ol{columns:2;font-size:.92rem;padding-left:1.4rem}
a{color:#0b57a4}
.scroll{overflow-x:auto;margin:.8rem 0}
table{border-collapse:collapse;width:100%;font-size:.88rem;table-layout:fixed;min-width:38rem}
caption{text-align:left;font-weight:600;padding:.3rem 0}
th,td{text-align:left;vertical-align:top;padding:.4rem .5rem;border-bottom:1px solid var(--line);overflow-wrap:anywhere}
thead th{border-bottom:2px solid var(--soft);background:var(--wash)}
tbody th{font-weight:400}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.value{font-family:ui-monospace,Consolas,Menlo,monospace;font-size:.82rem;overflow-wrap:anywhere}
.light{display:inline-flex;gap:.5rem;align-items:center;font-weight:700}
.light svg{width:1.25rem;height:1.25rem;flex:none}
pre{background:var(--wash);border:1px solid var(--line);padding:.75rem;font-size:.78rem;line-height:1.4;white-space:pre-wrap;overflow-wrap:anywhere;max-height:32rem;overflow:auto}
.field{border:2px dashed var(--soft);padding:.75rem 1rem;margin:1rem 0;min-height:6rem}
.field span{color:var(--soft);font-size:.85rem;display:block}
footer{color:var(--soft);font-size:.85rem;padding-top:2rem;padding-bottom:2rem}
@media (max-width:40rem){.tlp{flex-direction:column;gap:0;padding:.4rem 1rem}main,header,nav,footer{padding-left:1rem;padding-right:1rem}nav ol{columns:1}h1{font-size:1.5rem}.tlp span{font-size:.72rem;line-height:1.3}.tlp .how{display:none}
table{min-width:0}table,tbody,caption{display:block}colgroup,thead{display:none}tr{display:block;border-bottom:2px solid var(--line);padding:.5rem 0}tbody th,td{display:block;border:0;padding:.1rem 0}tbody th{font-weight:600}td::before{content:attr(data-label) ": ";color:var(--soft)}.light{vertical-align:middle}}
@media print{body{font-size:10.5pt}nav{display:none}.tlp{position:fixed;left:0;right:0;top:0}.tlp.end{display:none}header{padding-top:3rem}pre{max-height:none}tr,.line,.field{break-inside:avoid}h2,h3{break-after:avoid}}
`
