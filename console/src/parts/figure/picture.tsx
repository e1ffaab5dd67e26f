import { useElementSize } from '@mantine/hooks'
import { useEffect, useMemo, useRef } from 'react'
import { svgNode } from './svg-node.ts'

/** Widths are rounded down to these steps, so that a window that is being resized does not draw at every pixel. */
const step = 20
const narrowest = 260
const widest = 1100

/** Draws as wide as there is room. */
export function Picture({ draw }: { readonly draw: (width: number) => string }) {
  const { ref: room, width } = useElementSize()
  const paper = useRef<HTMLDivElement>(null)
  const drawn = Math.max(narrowest, Math.min(widest, Math.floor(width / step) * step))
  const svg = useMemo(() => (width === 0 ? '' : draw(drawn)), [draw, drawn, width])
  useEffect(() => {
    const node = svg === '' ? undefined : svgNode(svg)
    paper.current?.replaceChildren(...(node ? [node] : []))
  }, [svg])
  return (
    <div ref={room} className="picture">
      <div ref={paper} />
    </div>
  )
}
