export { type CaseName, caseNames, type DrillOptions, drillDefaults } from './options.ts'
export type { DrillAnswer, Organisation } from './organisation.ts'
export { simulate } from './simulate.ts'
export { writeDrill } from './write-drill.ts'
