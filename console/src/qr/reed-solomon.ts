/**
 * Reed–Solomon codewords over GF(256) with the polynomial x⁸+x⁴+x³+x²+1 and the generator's roots α⁰…αⁿ⁻¹, as QR codes use them
 * (ISO/IEC 18004, 7.5.2).
 */
const exponents = new Uint8Array(512)
const logarithms = new Uint8Array(256)
for (let index = 0, value = 1; index < 255; index++) {
  exponents[index] = value
  exponents[index + 255] = value
  logarithms[value] = index
  value = value < 128 ? value << 1 : (value << 1) ^ 0x11d
}

function product(a: number, b: number): number {
  return a === 0 || b === 0 ? 0 : (exponents[(logarithms[a] ?? 0) + (logarithms[b] ?? 0)] ?? 0)
}

/** Coefficients of the generator after the leading one, the highest power first. */
function generator(count: number): Uint8Array {
  let polynomial = new Uint8Array([1])
  for (let root = 0; root < count; root++) {
    const next = new Uint8Array(polynomial.length + 1)
    for (const [index, coefficient] of polynomial.entries()) {
      next[index] = (next[index] ?? 0) ^ coefficient
      next[index + 1] = (next[index + 1] ?? 0) ^ product(coefficient, exponents[root] ?? 0)
    }
    polynomial = next
  }
  return polynomial.subarray(1)
}

/** The `count` codewords that correct errors in the data: the remainder of its division by the generator. */
export function correctionOf(data: Uint8Array, count: number): Uint8Array {
  const divisor = generator(count)
  const remainder = new Uint8Array(count)
  for (const byte of data) {
    const factor = byte ^ (remainder[0] ?? 0)
    remainder.copyWithin(0, 1)
    remainder[count - 1] = 0
    for (const [index, coefficient] of divisor.entries()) remainder[index] = (remainder[index] ?? 0) ^ product(coefficient, factor)
  }
  return remainder
}
