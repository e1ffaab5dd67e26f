import ipaddr from 'ipaddr.js'
import { isAddress, isRange } from '../base/net.ts'
import { like } from './like.ts'
import { timeOf } from './literal.ts'
import { matches } from './matches.ts'
import type { Literal, Operator } from './pattern.ts'
import type { Found } from './values.ts'

/**
 * One value against the literals of a test (STIX 2.1, 9.6). Values of another type are unequal, and stand in no order;
 * texts are compared in Unicode's normal form C, code point by code point.
 */
export function holds(found: Found, operator: Operator, literals: readonly Literal[]): boolean {
  const [literal] = literals
  if (operator === 'EXISTS') return true
  if (operator === 'IN') return literals.some((one) => order(found, one) === 0)
  if (!literal) return false
  if (operator === '=' || operator === '!=') return (order(found, literal) === 0) === (operator === '=')
  if (literal.kind === 'text' && typeof found.value === 'string') return ofText(found.value, operator, literal.value)
  return inOrder(order(found, literal), operator)
}

function ofText(value: string, operator: Operator, wanted: string): boolean {
  switch (operator) {
    case 'LIKE':
      return like(value.normalize('NFC'), wanted.normalize('NFC'))
    case 'MATCHES':
      return matches(value.normalize('NFC'), wanted.normalize('NFC'))
    case 'ISSUBSET':
      return within(value, wanted)
    case 'ISSUPERSET':
      return within(wanted, value)
    default:
      return inOrder(byCodePoint(value.normalize('NFC'), wanted.normalize('NFC')), operator)
  }
}

function inOrder(order: number | undefined, operator: Operator): boolean {
  if (order === undefined) return false
  if (operator === '>') return order > 0
  if (operator === '<') return order < 0
  if (operator === '>=') return order >= 0
  return operator === '<=' && order <= 0
}

/** Negative, zero or positive; undefined where the two cannot be compared. */
function order({ value, property }: Found, literal: Literal): number | undefined {
  switch (literal.kind) {
    case 'number':
      return typeof value === 'number' ? Math.sign(value - literal.value) : undefined
    case 'boolean':
      return typeof value === 'boolean' ? Number(value) - Number(literal.value) : undefined
    case 'time': {
      const time = typeof value === 'string' ? timeOf(value) : undefined
      return time === undefined ? undefined : Math.sign(time - literal.value)
    }
    case 'text':
      return typeof value === 'string' ? byCodePoint(value.normalize('NFC'), literal.value.normalize('NFC')) : undefined
    case 'bytes': {
      const bytes = typeof value === 'string' ? bytesOf(value, property) : undefined
      return bytes && Buffer.compare(bytes, literal.value)
    }
  }
}

/** STIX writes bytes in properties whose names say how; anything else is text. */
function bytesOf(value: string, property: string): Buffer {
  if (property.endsWith('_hex')) return Buffer.from(value, 'hex')
  return Buffer.from(value, property.endsWith('_bin') ? 'base64' : 'utf8')
}

function byCodePoint(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left, 'utf8'), Buffer.from(right, 'utf8'))
}

/** Whether an address or range lies in another. False for what is neither. */
function within(inner: string, outer: string): boolean {
  const [small, large] = [rangeOf(inner), rangeOf(outer)]
  if (!small || !large) return false
  const [address, bits] = small
  const [network, most] = large
  return address.kind() === network.kind() && bits >= most && address.match(network, most)
}

function rangeOf(text: string): [ipaddr.IPv4 | ipaddr.IPv6, number] | undefined {
  if (isRange(text)) return ipaddr.parseCIDR(text)
  if (!isAddress(text)) return undefined
  const address = ipaddr.parse(text)
  return [address, address.kind() === 'ipv4' ? 32 : 128]
}
