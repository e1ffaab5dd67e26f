import { existsSync, mkdirSync, renameSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeConnLog } from './conn-log.ts'

const root = join(tmpdir(), 'gatehouse-bench')
const start = Date.UTC(2024, 0, 1) / 1000

/** A folder with one conn.log.gz of so many rows over a day; made once and kept for the next bench. */
export async function oneLog(rows: number): Promise<string> {
  return made(`conn-${rows}`, (folder) =>
    writeConnLog(join(folder, 'conn.log.gz'), { rows, seed: 7, start, seconds: 86_400, hosts: 2000, destinations: 20_000 }),
  )
}

/** A folder of hourly logs, as a sensor rotates them. */
export async function hourlyLogs(files: number, rowsEach: number): Promise<string> {
  return made(`hourly-${files}-${rowsEach}`, async (folder) => {
    for (let hour = 0; hour < files; hour += 1) {
      const day = join(folder, new Date((start + hour * 3600) * 1000).toISOString().slice(0, 10))
      mkdirSync(day, { recursive: true })
      const log = { rows: rowsEach, seed: hour + 1, start: start + hour * 3600, seconds: 3600, hosts: 500, destinations: 5000 }
      await writeConnLog(join(day, `conn.${String(hour % 24).padStart(2, '0')}.log.gz`), log)
    }
  })
}

async function made(name: string, write: (folder: string) => Promise<void>): Promise<string> {
  const folder = join(root, name)
  if (existsSync(folder)) return folder
  const unfinished = `${folder}.part`
  mkdirSync(unfinished, { recursive: true })
  await write(unfinished)
  renameSync(unfinished, folder)
  return folder
}
