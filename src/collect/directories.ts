import type { Directory } from './directory.ts'
import { entra } from './entra/index.ts'
import { github } from './github/index.ts'
import { google } from './google/index.ts'
import { keycloak } from './keycloak/index.ts'
import { ldap } from './ldap/index.ts'
import { okta } from './okta/index.ts'

/** Every directory that can be collected from, in alphabetical order. A new one is a folder and a line here. */
export const directories: readonly Directory[] = [entra, github, google, keycloak, ldap, okta]
