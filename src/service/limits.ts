/** What a client may take, in milliseconds and bytes: slow and large ones are let go. */
export const serverLimits = {
  headersTimeout: 10_000,
  /** For the body of a request that is read as a whole. */
  bodyTimeout: 20_000,
  /** For a whole request, a file that streams included. */
  requestTimeout: 3600_000,
  /** Without a byte in either direction. */
  connectionTimeout: 120_000,
  keepAliveTimeout: 30_000,
  bodyBytes: 2 ** 20,
  headerBytes: 16 * 2 ** 10,
  connections: 1000,
} as const
