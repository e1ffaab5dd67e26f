import { Chip, Group } from '@mantine/core'
import { number } from '../../../src/base/text.ts'
import { listOf } from '../base/filters.ts'

interface ChoicesProps {
  readonly label: string
  readonly options: readonly { readonly value: string; readonly count?: number | undefined; readonly name?: string }[]
  /** As it stands in the address. */
  readonly chosen: string | undefined
  readonly toggle: (value: string) => void
}

/** Several of a few values, each with how many there are. */
export function Choices({ label, options, chosen, toggle }: ChoicesProps) {
  const list = listOf(chosen)
  return (
    <Group gap={6} role="group" aria-label={label}>
      {options.map(({ value, count, name }) => (
        <Chip key={value} size="xs" checked={list.includes(value)} onChange={() => toggle(value)}>
          {name ?? value}
          {count !== undefined && ` ${number(count)}`}
        </Chip>
      ))}
    </Group>
  )
}
