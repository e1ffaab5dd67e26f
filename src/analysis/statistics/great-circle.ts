/** Mean radius of the earth, km (IUGG). */
const radius = 6371.0088

/** Kilometres between two places in degrees, by the haversine formula (R. W. Sinnott, "Virtues of the haversine", Sky and Telescope 68, 1984). */
export function greatCircle(a: readonly [latitude: number, longitude: number], b: readonly [latitude: number, longitude: number]): number {
  const rad = Math.PI / 180
  const [phi, psi] = [a[0] * rad, b[0] * rad]
  const half = (angle: number) => Math.sin(angle / 2) ** 2
  const h = half(psi - phi) + Math.cos(phi) * Math.cos(psi) * half((b[1] - a[1]) * rad)
  return 2 * radius * Math.asin(Math.min(1, Math.sqrt(h)))
}
