import { refresh } from './refresh.ts'
import { sendFile } from './upload.ts'

/** Gives a file of evidence to the service, which reads it after it has arrived whole. `progress`: 0…1. */
export async function sendEvidence(file: File, progress: (share: number) => void): Promise<void> {
  await sendFile(`/api/v1/evidence?name=${encodeURIComponent(file.name)}`, file, progress)
  await refresh('listJobs', 'listSources', 'getOverview')
}
