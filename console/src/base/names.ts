/** An analysis as people say it: `new-destination` is “new destination”. */
export function analysisName(id: string): string {
  return id.replaceAll('-', ' ')
}
