import { accepted } from '../job.ts'
import { operation } from '../operation.ts'
import { installationPage, installationQuery, newVetting, productDetail, productPage, productQuery, vetting, vettingPage, vettingQuery } from '../software.ts'
import { byId, look, start } from './shared.ts'

export const softwareOperations = {
  listSoftware: operation({
    id: 'listSoftware',
    method: 'GET',
    path: '/software',
    tag: 'software',
    says: 'Products that are installed.',
    access: look,
    query: productQuery,
    answer: productPage,
  }),
  getProduct: operation({
    id: 'getProduct',
    method: 'GET',
    path: '/software/:id',
    tag: 'software',
    says: 'Releases of a product, and what is known of each.',
    access: look,
    params: byId,
    answer: productDetail,
  }),
  listInstallations: operation({
    id: 'listInstallations',
    method: 'GET',
    path: '/installations',
    tag: 'software',
    says: 'Which hosts have a product or release.',
    access: look,
    query: installationQuery,
    answer: installationPage,
  }),
  listVettings: operation({
    id: 'listVettings',
    method: 'GET',
    path: '/vettings',
    tag: 'software',
    says: 'Releases that were vetted, the newest first.',
    access: look,
    query: vettingQuery,
    answer: vettingPage,
  }),
  getVetting: operation({
    id: 'getVetting',
    method: 'GET',
    path: '/vettings/:id',
    tag: 'software',
    says: 'The whole verdict on a release, with the tree of what changed.',
    access: look,
    params: byId,
    answer: vetting,
  }),
  startVetting: operation({
    id: 'startVetting',
    method: 'POST',
    path: '/vettings',
    tag: 'software',
    says: 'Vets an uploaded release or a package of npm.',
    access: start,
    body: newVetting,
    status: 202,
    answer: accepted,
  }),
} as const
