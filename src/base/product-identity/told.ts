/** Software as those tell of it who warn of it or look after it. */
export interface Meant {
  readonly product: string
  readonly vendor?: string | undefined
  /** Other names for it. */
  readonly names: readonly string[]
  /** As OSV names it: npm, PyPI, Debian:12 … */
  readonly ecosystem?: string | undefined
  /** Without version. */
  readonly purl?: string | undefined
  readonly cpe?: string | undefined
  /** Product codes, bundle ids, ids of winget, lower case. */
  readonly codes?: readonly string[] | undefined
  /** Hashes of its affected files, lower case. */
  readonly hashes?: readonly string[] | undefined
  readonly platform?: string | undefined
}

/** Software as an inventory tells of it; what it does not tell is empty. */
export interface Told {
  readonly product: string
  readonly vendor: string
  readonly purls: readonly string[]
  /** Product code, bundle id or winget id, lower case. */
  readonly code: string
  readonly cpe: string
  readonly signer: string
  /** Lower case, of any kind. */
  readonly hashes: readonly string[]
  /** Operating system of the host. */
  readonly os: string
}
