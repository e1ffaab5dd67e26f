import { useMemo } from 'react'
import { qrRows } from './qr.ts'

/** Light modules around the code, without which readers do not find it. */
const quiet = 4

/** A QR code, dark on light in both themes: readers expect it so. */
export function QrCode({ text, label }: { readonly text: string; readonly label: string }) {
  const rows = useMemo(() => qrRows(text), [text])
  const size = rows.length + 2 * quiet
  const path = rows.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x + quiet} ${y + quiet}h1v1h-1z` : ''))).join('')
  return (
    <svg viewBox={`0 0 ${size} ${size}`} width="208" height="208" role="img" aria-label={label} shapeRendering="crispEdges">
      <rect width={size} height={size} fill="#ffffff" />
      <path d={path} fill="#000000" />
    </svg>
  )
}
