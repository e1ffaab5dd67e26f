import type { Comparison, NovelUnit } from '../diff/compare.ts'
import { sourceOf } from './dependency-source.ts'
import type { FactRule } from './evidence.ts'
import { unitSign } from './unit-sign.ts'

const actionFile = /^(?:[^/]+\/)?action\.ya?ml$/

/** What an action or workflow takes in or gives away. */
export const pipelineFacts: readonly FactRule[] = [
  {
    name: 'environment-encoded',
    class: 'C',
    title: 'A step encodes all variables of its job',
    technique: 'T1552.007',
    innocentIf: 'nobody else can read the log, and what is encoded is shown to nobody',
    absolute: false,
    *find({ comparison }) {
      for (const unit of comparison.novel) {
        if (unit.kind === 'manifest.encoded-environment')
          yield {
            ...unitSign(unit, `A step in ${unit.file.path} encodes all variables of its job: what hides secrets in logs does not know them any more.`),
            before: 'no such step',
          }
      }
    },
  },
  {
    name: 'new-action',
    class: 'F',
    title: 'An action hands its users to another action or image',
    technique: 'T1195.001',
    innocentIf: 'the other belongs to the same maintainers, and is named by its digest',
    absolute: false,
    *find({ comparison, known }) {
      const old = new Set((comparison.before?.files ?? []).flatMap(({ content }) => (content?.units ?? []).flatMap((unit) => usedBy(unit)?.source ?? [])))
      for (const unit of newlyUsed(comparison)) {
        if (old.has(unit.source) || known.names.actions.has(unit.owner)) continue
        yield {
          says: `${unit.file.path} runs ${unit.says}, which no release before did, with all that its users hand to it.`,
          now: unit.says ?? unit.source,
          before: 'not used',
          path: unit.file.path,
          place: unit.place,
        }
      }
    },
  },
]

interface Used {
  /** The other action or image, whatever its version. */
  readonly source: string
  /** Who it belongs to. */
  readonly owner: string
}

/** Only what is shipped to others: workflows of the repository run for its maintainers. */
function newlyUsed({ novel }: Comparison): (NovelUnit & Used)[] {
  return novel.flatMap((unit) => {
    const used = actionFile.test(unit.file.path) ? usedBy(unit) : undefined
    return used ? [{ ...unit, ...used }] : []
  })
}

/** `owner/name/part@v1`, `docker://host/name:tag`; undefined for what lies in the same release. */
function usedBy({ kind, says = '' }: Pick<NovelUnit, 'kind' | 'says'>): Used | undefined {
  if (kind !== 'manifest.uses' && kind !== 'manifest.image') return undefined
  if (/^\.{1,2}\/|^Dockerfile$|\/Dockerfile$/.test(says)) return undefined
  const plain = says.replace(/^docker:\/\//, '').replace(/@.*$/, '')
  if (kind === 'manifest.image' || says.startsWith('docker://')) {
    const image = plain.replace(/:[^/:]*$/, '')
    return { source: `image ${image}`, owner: image }
  }
  const { name } = sourceOf('', plain)
  return { source: `action ${plain}`, owner: name.split('/')[0] ?? name }
}
