import { existsSync, readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { GatehouseError, messageOf } from './errors.ts'
import type { Limits } from './limits.ts'
import { type SettingPath, settingPaths, settings, variableOf, type vetFailLevels } from './settings.ts'

/** Where a value came from: `default`, the file's path, the variable's name or the flag. */
export type Origin = string

/** Settings of `gatehouse vet`, checked. */
export interface VetSettings {
  readonly failOn: (typeof vetFailLevels)[number]
  /** Hours. */
  readonly minimumAge: number
  /** Paths; empty for none. */
  readonly rules: string
  readonly roots: string
  readonly keys: string
  readonly artifactBytes: number
  readonly cacheBytes: number
  readonly unpackBytes: number
  readonly unpackMembers: number
  readonly unpackSeconds: number
}

/** Settings of who may enter the service, checked. */
export interface LoginSettings {
  readonly idleMinutes: number
  readonly absoluteHours: number
  /** Empty for none. */
  readonly oidcIssuer: string
  readonly oidcClient: string
  readonly oidcName: string
  readonly oidcAmr: readonly string[]
  readonly oidcAcr: readonly string[]
  readonly oidcRole: '' | 'viewer' | 'analyst'
}

/** Settings of `gatehouse serve`, checked. */
export interface ServeSettings {
  readonly address: string
  readonly port: number
  /** Empty: localhost with the port. */
  readonly url: string
  readonly hosts: readonly string[]
  readonly trustedProxies: readonly string[]
  /** Paths; both empty for plain HTTP. */
  readonly certificate: string
  readonly key: string
  readonly watch: readonly string[]
  /** Seconds. */
  readonly settle: number
  readonly schedule: string
  readonly feedSchedule: string
  /** 0: none. */
  readonly syslogPort: number
  /** Path; empty: any client. */
  readonly syslogClients: string
}

export interface Config {
  readonly workspace: string
  readonly failOn: string
  readonly memory: number
  readonly internal: readonly string[]
  readonly limits: Limits
  readonly vet: VetSettings
  readonly login: LoginSettings
  readonly serve: ServeSettings
  /** Path; empty for the file in the workspace. */
  readonly keyFile: string
  /** Address ranges inside that the service may connect to. */
  readonly outgoing: readonly string[]
  /** Settings of analyses as given: checked against the analyses by who runs them. */
  readonly analyses: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  readonly values: readonly { readonly path: string; readonly value: unknown; readonly origin: Origin; readonly doc: string }[]
}

export interface ConfigInput {
  /** Path of gatehouse.yaml; one that is not there is no error unless it was asked for. */
  readonly file: string
  readonly required?: boolean
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly flags: Partial<Record<SettingPath, unknown>>
}

/** Reads the configuration: gatehouse.yaml, over it GATEHOUSE_* variables, over them flags. Throws CONFIG_INVALID. */
export function loadConfig({ file, required, environment, flags }: ConfigInput): Config {
  const tree = readTree(file, required ?? false)
  const analyses = analysesOf(tree, file)
  const given = flatten(tree, file)
  const values = settingPaths.map((path) => {
    const variable = variableOf(path)
    const [raw, origin] =
      flags[path] !== undefined
        ? [flags[path], flagOf(path)]
        : environment[variable] !== undefined
          ? [environment[variable], variable]
          : given.has(path)
            ? [given.get(path), file]
            : [settings[path].default, 'default']
    return { path, value: check(path, raw, origin), origin, doc: settings[path].doc }
  })
  const of = new Map<string, unknown>(values.map(({ path, value }) => [path, value]))
  const section = (name: string) =>
    Object.fromEntries(settingPaths.filter((path) => path.startsWith(`${name}.`)).map((path) => [path.slice(name.length + 1), of.get(path)])) as unknown
  return {
    workspace: of.get('workspace') as string,
    failOn: of.get('failOn') as string,
    memory: of.get('lake.memory') as number,
    internal: of.get('network.internal') as readonly string[],
    limits: section('limits') as Limits,
    vet: section('vet') as VetSettings,
    login: section('login') as LoginSettings,
    serve: section('serve') as ServeSettings,
    keyFile: of.get('key.file') as string,
    outgoing: of.get('outgoing.allow') as readonly string[],
    analyses,
    values,
  }
}

/** `vet.failOn` → `--fail-on` */
function flagOf(path: SettingPath): string {
  return `--${path.slice(path.lastIndexOf('.') + 1).replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
}

function readTree(file: string, required: boolean): Readonly<Record<string, unknown>> {
  if (!existsSync(file)) {
    if (required) throw invalid(`there is no ${file}`, 'Check the path given with --config.')
    return {}
  }
  let tree: unknown
  try {
    tree = parse(readFileSync(file, 'utf8')) ?? {}
  } catch (error) {
    throw invalid(`${file} is not valid YAML: ${messageOf(error)}`)
  }
  if (!isRecord(tree)) throw invalid(`${file} must hold settings as name: value`, 'For example: workspace: /var/lib/gatehouse')
  return tree
}

function flatten(tree: Readonly<Record<string, unknown>>, file: string, prefix = ''): ReadonlyMap<string, unknown> {
  const values = new Map<string, unknown>()
  for (const [key, value] of Object.entries(tree)) {
    const path = prefix + key
    if (path === 'analyses') continue
    if (path in settings) values.set(path, value)
    else if (isRecord(value) && settingPaths.some((known) => known.startsWith(`${path}.`))) {
      for (const [inner, found] of flatten(value, file, `${path}.`)) values.set(inner, found)
    } else throw invalid(`${file} has a setting that does not exist: ${path}`, `There are: ${settingPaths.join(', ')}, and analyses.NAME.SETTING.`)
  }
  return values
}

function analysesOf(tree: Readonly<Record<string, unknown>>, file: string): Config['analyses'] {
  const analyses = tree.analyses ?? {}
  if (!isRecord(analyses) || !Object.values(analyses).every(isRecord))
    throw invalid(`${file}: analyses must hold settings by analysis`, 'For example: analyses: { beacon: { leastConnections: 20 } }')
  return analyses as Config['analyses']
}

function check(path: SettingPath, raw: unknown, origin: Origin): unknown {
  const result = settings[path].schema.safeParse(raw)
  if (result.success) return result.data
  const why = result.error.issues.map((issue) => issue.message).join('; ')
  throw invalid(`${path} cannot be ${JSON.stringify(raw)} (from ${origin}): ${why}`, `${path}: ${settings[path].doc}.`)
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function invalid(message: string, hint?: string): GatehouseError {
  return new GatehouseError('CONFIG_INVALID', message, hint === undefined ? {} : { hint })
}
