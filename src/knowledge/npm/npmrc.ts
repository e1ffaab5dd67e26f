/** One npmrc as key → value. https://docs.npmjs.com/cli/v11/configuring-npm/npmrc */
export type Npmrc = ReadonlyMap<string, string>

const longestFile = 256 * 1024

/** Reads the text of an npmrc: `key = value` lines, comments with `;` or `#`, `${NAME}` replaced from the environment where it is set. */
export function parseNpmrc(text: string, environment: Readonly<Record<string, string | undefined>>): Npmrc {
  const values = new Map<string, string>()
  for (const raw of text.slice(0, longestFile).split('\n')) {
    const line = raw.trim()
    const equals = line.indexOf('=')
    if (line === '' || line.startsWith(';') || line.startsWith('#') || equals < 1) continue
    values.set(expand(line.slice(0, equals).trim(), environment), expand(unquoted(line.slice(equals + 1).trim()), environment))
  }
  return values
}

function expand(text: string, environment: Readonly<Record<string, string | undefined>>): string {
  return text.replace(/\$\{([^${}]{1,200})\}/g, (whole, name: string) => {
    // `${NAME?}` is empty when the variable is not set.
    const optional = name.endsWith('?')
    return environment[optional ? name.slice(0, -1) : name] ?? (optional ? '' : whole)
  })
}

function unquoted(text: string): string {
  const quote = text[0]
  return text.length > 1 && (quote === '"' || quote === "'") && text.endsWith(quote) ? text.slice(1, -1) : text
}

/** Settings in the environment: `npm_config_registry`, `NPM_CONFIG_@SCOPE:REGISTRY`, `npm_config_//host/:_authToken`. */
export function environmentSettings(environment: Readonly<Record<string, string | undefined>>): Npmrc {
  const values = new Map<string, string>()
  for (const [name, value] of Object.entries(environment)) {
    if (value === undefined || value === '' || !/^npm_config_/i.test(name)) continue
    const key = name.slice('npm_config_'.length)
    // Keys of credentials are paths and keep their case.
    values.set(key.startsWith('//') ? key : key.toLowerCase(), value)
  }
  return values
}
