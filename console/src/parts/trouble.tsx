import { Button } from '@mantine/core'
import { ApiProblem } from '../api/problem.ts'
import './trouble.css'

/** An error, in the service's own words, and the way to try again. */
export function Trouble({ error, retry }: { readonly error: Error; readonly retry?: (() => void) | undefined }) {
  const details = error instanceof ApiProblem ? error.details : []
  return (
    <div className="trouble" role="alert">
      <p className="trouble-title">{error.message}</p>
      {details.map((text) => (
        <p key={text}>{text}</p>
      ))}
      {retry && (
        <Button size="compact-sm" variant="default" onClick={retry}>
          Try again
        </Button>
      )}
    </div>
  )
}
