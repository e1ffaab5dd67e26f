import { z } from 'zod'
import { analysisList, coverageList, formatList, rowPage, skippedFiles, sourceDetail, sourcePage, sourceQuery } from '../evidence.ts'
import { operation } from '../operation.ts'
import { pageQuery } from '../page.ts'
import { byId, look } from './shared.ts'

export const evidenceOperations = {
  listSources: operation({
    id: 'listSources',
    method: 'GET',
    path: '/evidence/sources',
    tag: 'evidence',
    says: 'Evidence that was read.',
    access: look,
    query: sourceQuery,
    answer: sourcePage,
  }),
  getSource: operation({
    id: 'getSource',
    method: 'GET',
    path: '/evidence/sources/:id',
    tag: 'evidence',
    says: 'One source with its notes.',
    access: look,
    params: byId,
    answer: sourceDetail,
  }),
  getSourceRows: operation({
    id: 'getSourceRows',
    method: 'GET',
    path: '/evidence/sources/:id/rows',
    tag: 'evidence',
    says: 'Rows of one source, from a line on.',
    access: look,
    params: byId,
    query: pageQuery.extend({ table: z.string().max(100), line: z.coerce.number().int().min(0).default(0) }),
    answer: rowPage,
  }),
  listCoverage: operation({
    id: 'listCoverage',
    method: 'GET',
    path: '/evidence/coverage',
    tag: 'evidence',
    says: 'What each source gives to each table, and its gaps.',
    access: look,
    answer: coverageList,
  }),
  listFormats: operation({
    id: 'listFormats',
    method: 'GET',
    path: '/evidence/formats',
    tag: 'evidence',
    says: 'Every format, and what was read of it.',
    access: look,
    answer: formatList,
  }),
  listAnalyses: operation({
    id: 'listAnalyses',
    method: 'GET',
    path: '/evidence/analyses',
    tag: 'evidence',
    says: 'Every analysis with its state.',
    access: look,
    answer: analysisList,
  }),
  listSkipped: operation({
    id: 'listSkipped',
    method: 'GET',
    path: '/evidence/skipped',
    tag: 'evidence',
    says: 'Files that were not read, and why.',
    access: look,
    answer: skippedFiles,
  }),
} as const
