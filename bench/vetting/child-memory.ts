import { readdirSync, readFileSync } from 'node:fs'

/** Watches the peak resident memory of this process's children while they live, in bytes; undefined where the system does not tell (it does on Linux). */
export function watchChildren(): Disposable & { peak(): number | undefined } {
  let most: number | undefined
  const timer = setInterval(look, 40)
  return { peak: () => most, [Symbol.dispose]: () => clearInterval(timer) }

  function look(): void {
    for (const pid of processes()) {
      const status = statusOf(pid)
      if (Number(/^PPid:\s+(\d+)/m.exec(status)?.[1]) !== process.pid) continue
      const peak = Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) * 1024
      if (peak > (most ?? 0)) most = peak
    }
  }
}

function processes(): readonly string[] {
  try {
    return readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  } catch {
    return []
  }
}

function statusOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8')
  } catch {
    return ''
  }
}
