import { z } from 'zod'
import { evidenceRows, findingDetail, findingPage, findingQuery } from '../finding.ts'
import { newSuppression, suppression } from '../incident.ts'
import { operation } from '../operation.ts'
import { byId, look } from './shared.ts'

export const findingsOperations = {
  listFindings: operation({
    id: 'listFindings',
    method: 'GET',
    path: '/findings',
    tag: 'findings',
    says: 'Findings with facets.',
    access: look,
    query: findingQuery,
    answer: findingPage,
  }),
  getFinding: operation({
    id: 'getFinding',
    method: 'GET',
    path: '/findings/:id',
    tag: 'findings',
    says: 'One finding as the analysis gave it.',
    access: look,
    params: byId,
    answer: findingDetail,
  }),
  getFindingRows: operation({
    id: 'getFindingRows',
    method: 'GET',
    path: '/findings/:id/rows',
    tag: 'findings',
    says: 'The rows of evidence that a finding points to.',
    access: look,
    params: byId,
    answer: evidenceRows,
  }),
  listSuppressions: operation({
    id: 'listSuppressions',
    method: 'GET',
    path: '/suppressions',
    tag: 'findings',
    says: 'What is suppressed, by whom, why and until when.',
    access: look,
    answer: z.object({ items: z.array(suppression) }).meta({ id: 'SuppressionList' }),
  }),
  createSuppression: operation({
    id: 'createSuppression',
    method: 'POST',
    path: '/suppressions',
    tag: 'findings',
    says: 'Hides findings until a date, with the reason. They stay countable.',
    access: { role: 'analyst', stepUp: true },
    body: newSuppression,
    status: 201,
    answer: suppression,
  }),
  endSuppression: operation({
    id: 'endSuppression',
    method: 'DELETE',
    path: '/suppressions/:id',
    tag: 'findings',
    says: 'Ends a suppression before its time.',
    access: { role: 'analyst', stepUp: true },
    params: byId,
    answer: suppression,
  }),
} as const
