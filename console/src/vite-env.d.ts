declare module 'virtual:page-theme.css'

declare module 'virtual:operations' {
  /** Operation → method and path below /api/v1. */
  export const operations: Readonly<Record<string, readonly [method: string, path: string]>>
}

/** The contract names the stream that a handler of the service reads; here nothing has one. */
declare namespace NodeJS {
  type ReadableStream = never
}
