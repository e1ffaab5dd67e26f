export interface Quadrature {
  readonly nodes: Float64Array
  readonly weights: Float64Array
}

/**
 * Gauss–Legendre nodes and weights on [0, 1]: exact for polynomials up to degree 2·count − 1. Newton's method on the
 * three-term recurrence of the Legendre polynomials (Abramowitz and Stegun, 25.4.29).
 */
export function gaussLegendre(count: number): Quadrature {
  const nodes = new Float64Array(count)
  const weights = new Float64Array(count)
  for (let index = 0; index < count; index++) {
    let x = Math.cos((Math.PI * (index + 0.75)) / (count + 0.5))
    let slope = 1
    for (let step = 0; step < 100; step++) {
      const [value, derivative] = legendre(count, x)
      slope = derivative
      const change = value / derivative
      x -= change
      if (Math.abs(change) < 1e-16) break
    }
    nodes[index] = (1 - x) / 2
    weights[index] = 1 / ((1 - x * x) * slope * slope)
  }
  return { nodes, weights }
}

function legendre(degree: number, x: number): readonly [value: number, derivative: number] {
  let before = 1
  let value = x
  for (let k = 2; k <= degree; k++) {
    const next = ((2 * k - 1) * x * value - (k - 1) * before) / k
    before = value
    value = next
  }
  return [value, (degree * (x * value - before)) / (x * x - 1)]
}
