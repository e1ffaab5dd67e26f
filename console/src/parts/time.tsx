import { timeZone } from '../base/preferences.ts'
import { fromNow, showSpan, showTime, zoneName } from '../base/show-time.ts'

/** A moment in the zone that the reader has chosen; the other zone in its tooltip. */
export function Time({ iso, zoned = false }: { readonly iso: string; readonly zoned?: boolean }) {
  const zone = timeZone.use()
  const other = zone === 'utc' ? 'local' : 'utc'
  const at = new Date(iso)
  return (
    <time dateTime={iso} className="nowrap" title={`${showTime(iso, other)} ${zoneName(other, at)}`}>
      {showTime(iso, zone)}
      {zoned ? ` ${zoneName(zone, at)}` : ''}
    </time>
  )
}

export function Span({ first, last }: { readonly first: string; readonly last: string }) {
  const zone = timeZone.use()
  const other = zone === 'utc' ? 'local' : 'utc'
  return (
    <span title={`${showSpan(first, last, other)} ${zoneName(other, new Date(last))}`}>
      {showSpan(first, last, zone)} {zoneName(zone, new Date(last))}
    </span>
  )
}

/** `3 min ago`, with the moment itself in the tooltip. */
export function Ago({ iso }: { readonly iso: string }) {
  const zone = timeZone.use()
  return (
    <time dateTime={iso} className="nowrap" title={`${showTime(iso, zone)} ${zoneName(zone, new Date(iso))}`}>
      {fromNow(iso, Date.now())}
    </time>
  )
}
