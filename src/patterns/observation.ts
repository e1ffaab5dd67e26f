/** A STIX observable as it stands in a bundle: `type` and properties; `*_ref` and `*_refs` hold ids of others in the same observation. */
export type Observable = Readonly<Record<string, unknown>> & { readonly type: string }

/** What was seen together at one time: an observed-data of STIX, or a row of the lake. */
export interface Observation {
  /** Microseconds UTC. */
  readonly first: number
  readonly last: number
  /** By id (2.1) or key (2.0). */
  readonly objects: ReadonlyMap<string, Observable>
}
