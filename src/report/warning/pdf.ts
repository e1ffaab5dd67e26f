import pdfmake from 'pdfmake'
import type { Content, TableCell, TDocumentDefinitions } from 'pdfmake/interfaces.js'
import { printable } from '../../base/text.ts'
import { shortTime } from '../../base/time.ts'
import type { Block, Light, Section, Warning } from './document.ts'
import { lightWords } from './document.ts'
import { drawable } from './drawable.ts'

/** Fonts that every PDF reader has (PDF 1.7, section 9.6.2.2): nothing is fetched, nothing is embedded. */
const fonts = {
  Helvetica: { normal: 'Helvetica', bold: 'Helvetica-Bold', italics: 'Helvetica-Oblique', bolditalics: 'Helvetica-BoldOblique' },
  Courier: { normal: 'Courier', bold: 'Courier-Bold', italics: 'Courier-Oblique', bolditalics: 'Courier-BoldOblique' },
}

const fontNames: ReadonlySet<string> = new Set(Object.values(fonts).flatMap((font) => Object.values(font)))

const margin = 48
const pageWidth = 595.28 - 2 * margin
const soft = '#555d66'
const wash = '#f2f4f6'

/** The warning as PDF (A4), with the TLP label on every page. */
export async function renderWarningPdf(warning: Warning): Promise<Uint8Array> {
  pdfmake.setFonts(fonts)
  // Nothing but what stands in the document is ever opened.
  pdfmake.setUrlAccessPolicy(() => false)
  pdfmake.setLocalAccessPolicy((path) => fontNames.has(path))
  return pdfmake.createPdf(definition(warning)).getBuffer()
}

function definition(warning: Warning): TDocumentDefinitions {
  const { title, from, at, tlp, id, version, word, bottomLine, sections } = warning
  const written = new Date(at)
  return {
    pageSize: 'A4',
    pageMargins: [margin, 72, margin, 60],
    info: { title: plain(`${tlp.label} ${title}`), author: plain(from), creationDate: written, modDate: written },
    defaultStyle: { font: 'Helvetica', fontSize: 9.5, lineHeight: 1.25, color: '#1a1d21' },
    header: () => banner(warning, [0, 24, 0, 0]),
    footer: (page, pages) => ({
      margin: [margin, 18, margin, 0],
      columns: [
        { width: '*', text: plain(`${tlp.label} · ${id} · version ${version}`), fontSize: 8, color: soft },
        { width: 'auto', text: `Page ${page} of ${pages}`, fontSize: 8, color: soft },
      ],
    }),
    content: [
      { text: plain([from, `${shortTime(at)} UTC`].filter((part) => part !== '').join(' · ')), color: soft, fontSize: 8.5 },
      { text: plain(title), fontSize: 20, bold: true, lineHeight: 1.1, margin: [0, 4, 0, 6] },
      { text: plain(`${tlp.label}: ${tlp.handling}`), color: soft, fontSize: 8.5, margin: [0, 0, 0, 10] },
      {
        table: {
          widths: ['*'],
          body: [
            [
              {
                stack: [
                  { text: plain(`Bottom line: ${word}`), bold: true },
                  { text: plain(bottomLine), fontSize: 11, margin: [0, 3, 0, 0] },
                ],
                fillColor: wash,
                margin: [8, 8, 8, 8],
              },
            ],
          ],
        },
        layout: { hLineWidth: () => 0, vLineWidth: (index: number) => (index === 0 ? 4 : 0) },
        margin: [0, 0, 0, 6],
      },
      ...sections.flatMap(section),
      { text: plain(warning.footer), color: soft, fontSize: 8, margin: [0, 16, 0, 0] },
    ],
    // A heading at the foot of a page goes with what it heads.
    pageBreakBefore: (node) => node.headlineLevel === 1 && (node.startPosition?.verticalRatio ?? 0) > 0.86,
  }
}

function banner({ tlp, id, version }: Warning, at: [number, number, number, number]): Content {
  return {
    margin: at,
    table: {
      widths: [margin - 12, 'auto', '*', margin - 12],
      body: [
        [
          '',
          { text: tlp.label, color: tlp.colour, bold: true, fontSize: 11, noWrap: true },
          { text: plain(`${id} · version ${version}`), color: '#ffffff', fontSize: 8, alignment: 'right', margin: [0, 2, 0, 0] },
          '',
        ].map((cell) => (typeof cell === 'string' ? { text: cell, fillColor: '#000000' } : { ...cell, fillColor: '#000000' })),
      ],
    },
    layout: 'noBorders',
  } as Content
}

function section({ title, blocks }: Section): readonly Content[] {
  return [
    {
      table: { widths: ['*'], body: [[{ text: plain(title), fontSize: 14, bold: true }]] },
      layout: {
        hLineWidth: (index: number) => (index === 0 ? 1.2 : 0),
        vLineWidth: () => 0,
        paddingLeft: () => 0,
        paddingTop: () => 5,
        paddingBottom: () => 3,
      },
      margin: [0, 14, 0, 2],
      headlineLevel: 1,
    },
    ...blocks.flatMap(block),
  ]
}

function block(one: Block): readonly Content[] {
  switch (one.kind) {
    case 'text':
      return [{ text: plain(one.text), margin: [0, 0, 0, 5] }]
    case 'heading':
      return [{ text: plain(one.text), bold: true, fontSize: 10.5, margin: [0, 7, 0, 3], headlineLevel: 1 }]
    case 'list':
      return [{ ul: one.items.map((item) => ({ text: plain(item), margin: [0, 0, 0, 2] as [number, number, number, number] })), margin: [0, 0, 0, 5] }]
    case 'code':
      return [{ text: plain(one.title), bold: true, margin: [0, 7, 0, 3], headlineLevel: 1 }, ...code(one.text)]
    case 'field':
      return [
        {
          table: {
            widths: ['*'],
            heights: [64],
            body: [
              [
                {
                  stack: [
                    { text: plain(one.label), bold: true },
                    { text: plain(one.hint), color: soft, fontSize: 8 },
                  ],
                },
              ],
            ],
          },
          margin: [0, 4, 0, 8],
        },
      ]
    case 'lights':
      return [
        grid(
          ['Question', 'Answer', 'What it rests on'],
          one.rows.map(({ light, question, word, says }) => [{ text: plain(question) }, answer(light, word), { text: plain(says) }]),
          [0.28, 0.24, 0.48],
        ),
      ]
    case 'table':
      return [
        { text: plain(one.caption), bold: true, fontSize: 9, margin: [0, 4, 0, 3] },
        grid(
          one.headers,
          one.rows.map((row) => row.map((cell, index) => valueCell(cell, one.values?.includes(index) ?? false))),
          one.widths,
        ),
      ]
  }
}

/** Lines of code, with the spaces they begin with. */
function code(text: string): readonly Content[] {
  const lines = text.split('\n').map((line) => ({ text: plain(line) || ' ', font: 'Courier', fontSize: 7, preserveLeadingSpaces: true, lineHeight: 1.15 }))
  return [
    {
      table: {
        widths: ['*'],
        body: lines.map((line, index) => [
          { ...line, fillColor: wash, margin: [4, index === 0 ? 4 : 0, 4, index === lines.length - 1 ? 4 : 0] as [number, number, number, number] },
        ]),
      },
      layout: { defaultBorder: false, paddingTop: () => 0, paddingBottom: () => 0, hLineWidth: () => 0, vLineWidth: () => 0 },
      margin: [0, 0, 0, 6],
    },
  ]
}

function valueCell(cell: string, isValue: boolean): TableCell {
  return isValue ? { text: plain(cell), font: 'Courier', fontSize: 7.5 } : { text: plain(cell) }
}

function grid(headers: readonly string[], rows: readonly (readonly TableCell[])[], widths: readonly number[]): Content {
  const padding = 8
  return {
    fontSize: 8.5,
    table: {
      headerRows: 1,
      dontBreakRows: true,
      widths: widths.map((width) => Math.max(20, width * pageWidth - padding)),
      body: [headers.map((header) => ({ text: plain(header), bold: true, fillColor: wash })), ...rows.map((row) => [...row])],
    },
    layout: {
      hLineWidth: (index: number) => (index === 1 ? 1 : 0.5),
      vLineWidth: () => 0,
      hLineColor: () => '#c3c9d0',
      paddingLeft: () => 4,
      paddingRight: () => 4,
      paddingTop: () => 3,
      paddingBottom: () => 3,
    },
    margin: [0, 0, 0, 8],
  }
}

/** As SVG: what pdfmake draws on a canvas it moves in place, and a second pass over the pages would move it again. */
const shapes: Readonly<Record<Light, string>> = {
  red: '<path d="M3 0h4l3 3v4l-3 3h-4l-3-3v-4z" fill="#b3141d"/>',
  amber: '<path d="M5 0L10 10L0 10z" fill="#e08a00"/>',
  green: '<circle cx="5" cy="5" r="5" fill="#1b7f3b"/>',
  grey: '<rect x="1" y="1" width="8" height="8" fill="none" stroke="#555d66" stroke-width="1.5"/>',
}

function answer(light: Light, word: string): TableCell {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10" viewBox="0 0 10 10">${shapes[light]}</svg>`
  return {
    columnGap: 6,
    columns: [
      { width: 10, svg },
      { width: '*', text: plain(`${lightWords[light]}: ${word}`), bold: true },
    ],
  } as TableCell
}

function plain(text: string): string {
  return drawable(printable(text, 20_000))
}
