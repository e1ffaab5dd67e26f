import { entityPage, entityQuery, searchAnswer, searchQuery } from '../entity.ts'
import { operation } from '../operation.ts'
import { overview } from '../overview.ts'
import { posture } from '../posture.ts'
import { session } from '../session.ts'
import { look } from './shared.ts'

export const pagesOperations = {
  getSession: operation({
    id: 'getSession',
    method: 'GET',
    path: '/session',
    tag: 'session',
    says: 'Who is signed in, and how far.',
    access: { public: true },
    answer: session,
  }),
  getOverview: operation({
    id: 'getOverview',
    method: 'GET',
    path: '/overview',
    tag: 'overview',
    says: 'The verdict, what to do first, and what it rests on.',
    access: look,
    answer: overview,
  }),
  getPosture: operation({
    id: 'getPosture',
    method: 'GET',
    path: '/posture',
    tag: 'posture',
    says: 'Who can still get in with a password alone, and what is out of date.',
    access: look,
    answer: posture,
  }),
  getEntity: operation({
    id: 'getEntity',
    method: 'GET',
    path: '/entity',
    tag: 'entities',
    says: 'Everything that is known of a host, account, release, destination or file.',
    access: look,
    query: entityQuery,
    answer: entityPage,
  }),
  search: operation({
    id: 'search',
    method: 'GET',
    path: '/search',
    tag: 'entities',
    says: 'Finds anything by its name.',
    access: look,
    query: searchQuery,
    answer: searchAnswer,
  }),
  getEvents: operation({
    id: 'getEvents',
    method: 'GET',
    path: '/events',
    tag: 'events',
    says: 'What changes, as it changes; resumable by Last-Event-ID.',
    access: look,
    answer: 'events',
  }),
} as const
