import { severityNames } from '../../../../../src/model/finding.ts'
import { toggled } from '../../../base/filters.ts'
import { Choices } from '../../../parts/choices.tsx'

interface SeverityChoicesProps {
  readonly chosen: string | undefined
  readonly set: (severity: string | undefined) => void
  readonly counts?: readonly { readonly value: string; readonly count: number }[] | undefined
}

/** The gravest first. */
export function SeverityChoices({ chosen, set, counts }: SeverityChoicesProps) {
  const options = severityNames
    .map((name, index) => ({ value: String(index + 1), name, count: counts?.find(({ value }) => value === String(index + 1))?.count }))
    .toReversed()
  return <Choices label="Severity" options={options} chosen={chosen} toggle={(value) => set(toggled(chosen, value))} />
}
