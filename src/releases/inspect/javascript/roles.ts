/** What part a node has in a program. */
export type Role = 'statement' | 'pattern' | 'expression'

const roles = new Map<string, Role>()

export function roleOf(type: string): Role {
  const known = roles.get(type)
  if (known !== undefined) return known
  const statement = /Statement$|Declaration$|^SwitchCase$|^StaticBlock$|^TSModuleBlock$|^CatchClause$/.test(type)
  const role = statement ? 'statement' : /Pattern$|^RestElement$/.test(type) ? 'pattern' : 'expression'
  roles.set(type, role)
  return role
}
