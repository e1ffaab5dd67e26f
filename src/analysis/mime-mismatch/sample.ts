import type { Batch, Row } from '../../model/tables.ts'

const start = Date.UTC(2024, 2, 1, 8) * 1000

function transfers(requests: readonly Partial<Row<'http_request'>>[], files: readonly Partial<Row<'file_event'>>[]): Batch[] {
  const shared = (index: number) => ({ time: start + index * 60e6, src_ip: '10.0.0.7', dst_ip: '203.0.113.44' })
  const http = requests.map((row, index) => ({
    ...shared(index),
    uid: `H${index}`,
    src_port: 50_000,
    dst_port: 80,
    method: 'GET',
    host: 'cdn.widgets.invalid',
    status_code: 200,
    ...row,
    line: index + 1,
  }))
  const shares = files.map((row, index) => ({ ...shared(index), uid: `S${index}`, dst_ip: '10.0.0.9', protocol_name: 'SMB', ...row, line: index + 1 }))
  const connections = shares.map(({ uid, time, src_ip, dst_ip, line }) => ({
    uid,
    time,
    src_ip,
    dst_ip,
    src_port: 50_001,
    dst_port: 445,
    protocol_name: 'tcp',
    line,
  }))
  return [
    { table: 'http_request', rows: http },
    { table: 'file_event', rows: shares },
    { table: 'connection', rows: connections },
  ]
}

/** A program as a picture from outside, another as a text on a share inside. */
export function positive(): Batch[] {
  return transfers(
    [{ uri: '/img/logo.png?v=3', mime_type: 'application/x-dosexec' }],
    [{ file_name: 'notes\\readme.txt', mime_type: 'application/x-dosexec', sha256: 'ab'.repeat(32) }],
  )
}

/** Programs under their own names or none, web pages in place of pictures, packed and plain texts, office files that are archives. */
export function benign(): Batch[] {
  return transfers(
    [
      { uri: '/setup.exe', mime_type: 'application/x-dosexec' },
      { uri: '/download.php?file=setup.jpg', mime_type: 'application/x-dosexec' },
      { uri: '/img/missing.png', mime_type: 'text/html' },
      { uri: '/app.js', mime_type: 'text/plain' },
      { uri: '/app.css', mime_type: 'application/gzip' },
      { uri: '/photo.jpg', mime_type: 'image/png' },
      { uri: '/font.woff2', mime_type: 'application/octet-stream' },
      { uri: '/raw/install.txt', mime_type: 'text/x-shellscript' },
    ],
    [
      { file_name: 'report.docx', mime_type: 'application/zip' },
      { file_name: 'update.cab', mime_type: 'application/vnd.ms-cab-compressed' },
    ],
  )
}
