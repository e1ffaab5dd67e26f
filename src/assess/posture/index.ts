import type { Questions } from '../../analysis/analysis.ts'
import type { PosturePart } from '../../model/posture.ts'
import { patchAgePart } from './patch-age.ts'
import { secondFactorsPart } from './second-factors.ts'
import { weaknessesPart } from './weaknesses.ts'

/** Makes one part of the posture section, or none where the lake has nothing to say. */
export type PostureMaker = (lake: Questions) => Promise<PosturePart | undefined>

/** Every part, in the order in which it is shown. A new one is a file and a line here. */
const makers: readonly PostureMaker[] = [secondFactorsPart, weaknessesPart, patchAgePart]

/** The state of the organisation, part by part, as the lake is now. */
export async function postureOf(lake: Questions): Promise<readonly PosturePart[]> {
  const parts: PosturePart[] = []
  for (const make of makers) parts.push(...[(await make(lake)) ?? []].flat())
  return parts
}
