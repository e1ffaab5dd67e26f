import { TextInput } from '@mantine/core'
import IconSearch from '@tabler/icons-react/icons/IconSearch'
import { useEffect, useRef, useState } from 'react'

/** How long nobody has typed before it is asked for, in milliseconds. */
const pause = 250

interface SearchFieldProps {
  readonly label: string
  /** As it stands in the address. */
  readonly value: string | undefined
  readonly set: (value: string | undefined) => void
}

/** Words to look for. Follows the address, and writes to it when the typing pauses. */
export function SearchField({ label, value = '', set }: SearchFieldProps) {
  const [text, setText] = useState(value)
  const latest = useRef(set)
  latest.current = set
  useEffect(() => setText(value), [value])
  useEffect(() => {
    if (text === value) return
    const timer = setTimeout(() => latest.current(text === '' ? undefined : text), pause)
    return () => clearTimeout(timer)
  }, [text, value])
  return (
    <TextInput
      className="search-field"
      type="search"
      size="sm"
      aria-label={label}
      placeholder={label}
      leftSection={<IconSearch size={16} aria-hidden="true" />}
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
    />
  )
}
