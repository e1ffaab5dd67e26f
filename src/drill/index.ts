export { type CaseName, caseNames, type DrillOptions, drillDefaults } from './options.ts'
export type { Contact, DrillAnswer, DrillInstallation, Host, Organisation, Role, Visit } from './organisation.ts'
export { simulate } from './simulate.ts'
export { writeDrill } from './write-drill.ts'
