import { gaussLegendre } from '../statistics/quadrature.ts'
import type { Events } from './events.ts'
import { never } from './problem.ts'

/**
 * The Bayes factor of "this candidate explains the destination" against "none does", from who contacted, in turn.
 *
 * If a candidate explains the destination, each contact comes with probability q from the candidate (then from any
 * host at risk that has it, alike), else from anywhere (any host at risk of the stratum, alike). Hosts that have it
 * weigh (1 − q) + q·n/K against chance, others 1 − q; n hosts at risk, K of them have it. With a uniform prior on q
 * the number of contacts that the candidate caused is beta-binomial, and
 *   BF = ∫₀¹ Π_hits (1 − q + q·n/K) · (1 − q)^misses dq,
 * a polynomial in q that Gauss–Legendre integrates exactly up to 63 contacts, and closely beyond.
 */
const { nodes, weights } = gaussLegendre(32)
const product = new Float64Array(nodes.length)
const logMiss = nodes.map((q) => Math.log1p(-q))
const logWeight = weights.map((weight) => Math.log(weight))
/** Factors multiplied before the product is scaled back: each is at most the number of hosts. */
const batch = 24

/** `exposed` as `countExposed` leaves it. Natural logarithm. */
export function logBayesFactor(candidate: number, candidates: number, events: Events, exposed: Int32Array, pending: Int32Array): number {
  product.fill(1)
  let scale = 0
  let hits = 0
  for (const { from, until, hosts } of events.segments) {
    const risk = new RiskSet(candidate, candidates, events, from, pending)
    for (let event = from; event < until; event++) {
      risk.moveTo(event)
      if ((events.since[event * candidates + candidate] as number) >= (events.time[event] as number)) continue
      multiply((hosts - risk.gone) / ((exposed[event] as number) - risk.goneExposed))
      hits++
      if (hits % batch === 0) scale += rescale()
    }
  }
  return hits === 0 ? -Math.log(events.count + 1) : scale + logIntegral(events.count - hits)
}

/** Hosts of the stratum that have contacted before the present contact, and those of them that have the candidate by then. */
class RiskSet {
  gone = 0
  goneExposed = 0
  #pendingCount = 0
  readonly #candidate: number
  readonly #candidates: number
  readonly #events: Events
  readonly #from: number
  /** Scratch: when hosts that contacted without the candidate got it later. */
  readonly #pending: Int32Array

  constructor(candidate: number, candidates: number, events: Events, from: number, pending: Int32Array) {
    this.#candidate = candidate
    this.#candidates = candidates
    this.#events = events
    this.#from = from
    this.#pending = pending
  }

  /** Contacts at the same moment do not leave before each other. */
  moveTo(event: number): void {
    const now = this.#events.time[event] as number
    for (let next = this.#from + this.gone; next < event && (this.#events.time[next] as number) < now; next++) {
      this.gone++
      const since = this.#events.since[next * this.#candidates + this.#candidate] as number
      if (since < (this.#events.time[next] as number)) this.goneExposed++
      else if (since !== never) this.#pending[this.#pendingCount++] = since
    }
    for (let index = this.#pendingCount - 1; index >= 0; index--) {
      if ((this.#pending[index] as number) >= now) continue
      this.goneExposed++
      this.#pendingCount--
      this.#pending[index] = this.#pending[this.#pendingCount] as number
    }
  }
}

function multiply(ratio: number): void {
  for (let node = 0; node < nodes.length; node++) {
    const q = nodes[node] as number
    product[node] = (product[node] as number) * (1 - q + q * ratio)
  }
}

function rescale(): number {
  const most = product.reduce((a, b) => Math.max(a, b), 0)
  for (let node = 0; node < nodes.length; node++) product[node] = (product[node] as number) / most
  return Math.log(most)
}

function logIntegral(misses: number): number {
  let most = Number.NEGATIVE_INFINITY
  for (let node = 0; node < nodes.length; node++) most = Math.max(most, term(node, misses))
  let sum = 0
  for (let node = 0; node < nodes.length; node++) sum += Math.exp(term(node, misses) - most)
  return most + Math.log(sum)
}

function term(node: number, misses: number): number {
  return Math.log(product[node] as number) + misses * (logMiss[node] as number) + (logWeight[node] as number)
}
