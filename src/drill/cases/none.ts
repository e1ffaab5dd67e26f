import { softphone } from '../products.ts'
import type { DrillCase } from './case.ts'

/** Ordinary life: releases, new places, laptops that come and go. */
export const none: DrillCase = {
  name: 'none',
  products: () => [{ product: softphone, releases: [] }],
  tell: () => ({
    habits: [],
    appointments: [],
    answer: { story: 'Nothing happened: ordinary releases, ordinary new places.', culprit: null, hostile: false, activated: [], destinations: [], files: [] },
  }),
}
