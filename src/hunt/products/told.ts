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
