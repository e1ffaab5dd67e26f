import { type Answer, addressOf } from './call.ts'
import { sendFile } from './upload.ts'

/** Gives files to the service for a hunt or a vetting; the answer is their ids. `progress`: 0…1 of all of them. @throws ApiProblem */
export async function upload(files: readonly File[], progress: (share: number) => void): Promise<readonly string[]> {
  const total = files.reduce((sum, { size }) => sum + size, 0) || 1
  const ids: string[] = []
  let sent = 0
  for (const file of files) {
    const path = addressOf('upload', { query: { name: file.name } })
    const { id } = await sendFile<Answer<'upload'>>(path, file, (share) => progress((sent + share * file.size) / total))
    sent += file.size
    ids.push(id)
  }
  return ids
}
