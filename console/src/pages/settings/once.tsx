import { CopyButton } from '../../parts/copy-button.tsx'

/** A link or key that is shown this one time. */
export function Once({ says, secret }: { readonly says: string; readonly secret: string }) {
  return (
    <div className="secret-once" role="status">
      <p>
        <strong>{says}</strong> It is shown only now.
      </p>
      <code>{secret}</code>
      <CopyButton text={secret} />
    </div>
  )
}
