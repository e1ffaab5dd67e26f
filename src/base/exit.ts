/** Exit codes of every command. */
export const exit = {
  nothing: 0,
  findings: 1,
  usage: 2,
  incomplete: 3,
  internal: 70,
  interrupted: 130,
} as const
