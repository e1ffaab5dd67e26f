/** How far unpacking goes before it stops and says so. All of them hold for one artifact with everything inside it. */
export interface UnpackLimits {
  /** Containers inside containers; the artifact itself is 0. */
  readonly depth: number
  /** Members and refusals together. */
  readonly entries: number
  /** Bytes that came out of containers, whether or not they were the same as others. */
  readonly bytes: number
  /** Bytes out ÷ bytes in of one container, once `ratioFrom` bytes have come out of it: beyond it the container is taken for a bomb. */
  readonly ratio: number
  readonly ratioFrom: number
  /** Wall clock. */
  readonly seconds: number
  /** Resident set of the process that unpacks, in bytes. */
  readonly memory: number
  /** A single index, name table or header that has to be read whole, in bytes. */
  readonly indexBytes: number
}

export const defaultUnpackLimits: UnpackLimits = {
  depth: 8,
  entries: 200_000,
  bytes: 4 * 2 ** 30,
  ratio: 1000,
  ratioFrom: 64 * 2 ** 20,
  seconds: 120,
  memory: 512 * 2 ** 20,
  indexBytes: 64 * 2 ** 20,
}
