import { operation } from '../operation.ts'
import { lakeAnswer, lakeQuery, lakeTables, newSavedQuery, savedQuery, savedQueryList } from '../query.ts'
import { byId, look, work } from './shared.ts'

export const lakeOperations = {
  askLake: operation({
    id: 'askLake',
    method: 'POST',
    path: '/lake/query',
    tag: 'lake',
    says: 'Rows of one table that pass filters.',
    access: look,
    body: lakeQuery,
    answer: lakeAnswer,
  }),
  listTables: operation({
    id: 'listTables',
    method: 'GET',
    path: '/lake/tables',
    tag: 'lake',
    says: 'Tables of the lake with their columns.',
    access: look,
    answer: lakeTables,
  }),
  listQueries: operation({
    id: 'listQueries',
    method: 'GET',
    path: '/lake/queries',
    tag: 'lake',
    says: 'Saved queries.',
    access: look,
    answer: savedQueryList,
  }),
  saveQuery: operation({
    id: 'saveQuery',
    method: 'POST',
    path: '/lake/queries',
    tag: 'lake',
    says: 'Saves a query for everybody.',
    access: work,
    body: newSavedQuery,
    status: 201,
    answer: savedQuery,
  }),
  deleteQuery: operation({
    id: 'deleteQuery',
    method: 'DELETE',
    path: '/lake/queries/:id',
    tag: 'lake',
    says: 'Forgets a saved query.',
    access: work,
    params: byId,
    status: 204,
    answer: 'nothing',
  }),
} as const
