/** Limits on hostile or broken evidence. Each can be set in gatehouse.yaml under `limits`. */
export interface Limits {
  /** Decompressed bytes read from one file. */
  readonly fileBytes: number
  /** Decompressed ÷ compressed bytes, once `ratioFrom` bytes have come out: beyond it the file is taken for a bomb. */
  readonly ratio: number
  readonly ratioFrom: number
  /** One line; longer lines are skipped and noted. */
  readonly lineBytes: number
  /** A document that is parsed whole (inventories, lists). */
  readonly documentBytes: number
  /** Files in one folder tree. */
  readonly files: number
}

export const defaultLimits: Limits = {
  fileBytes: 256 * 2 ** 30,
  ratio: 200,
  ratioFrom: 256 * 2 ** 20,
  lineBytes: 4 * 2 ** 20,
  documentBytes: 500e6,
  files: 200_000,
}
