import { resolved } from '../diff/called.ts'
import type { ComparedFile, Comparison, NovelUnit } from '../diff/compare.ts'
import type { Evidence, FactRule, Sign } from './evidence.ts'
import { unitSign } from './unit-sign.ts'

const scriptKind = 'shell.hook'
/** Set-user-ID and set-group-ID. */
const elevated = 0o6000
/** Commands that give rights: a mode that runs as the owner, a capability of the kernel, a second root. */
const givesRights =
  /\bchmod\b[^|;&]{0,200}?\s(?:[ug+]{0,3}\+[rwx]{0,3}s|0?[2467][0-7]{3})\b|\bsetcap\b|\buser(?:add|mod)\b[^|;&]{0,200}?(?:\s-o\b|\s--non-unique\b)|\busermod\b[^|;&]{0,200}?-\w*G\s{0,4}(?:sudo|wheel|root|docker|admin)\b|\badduser\s+\S+\s+(?:sudo|wheel|root|docker)\b/
/** Where programs lie that are meant to be started. */
const programFolder = /(?:^|\/)s?bin\/[^/]+$/

/** Class B: what starts by itself on a system, or gives rights, by lying somewhere or by its mode. */
export const footholdFacts: readonly FactRule[] = [
  {
    name: 'new-foothold',
    class: 'B',
    title: 'A new file starts something or gives rights by where it lies',
    technique: 'T1546',
    innocentIf: 'the package exists for that, and the file says nothing else',
    absolute: false,
    *find(on) {
      yield* placed(on)
      yield* declared(on.comparison)
    },
  },
  {
    name: 'elevated-file',
    class: 'B',
    title: 'A program now runs with the rights of its owner',
    technique: 'T1548.001',
    innocentIf: 'the program drops its rights, and the notes of the release say what it needs them for',
    absolute: false,
    *find({ comparison }) {
      for (const { now, before } of comparison.files) {
        const [mode, had] = [(now.member.mode ?? 0) & elevated, (before?.member.mode ?? 0) & elevated]
        if (mode === 0 || had !== 0) continue
        yield {
          says: `${now.path} runs with the rights of its owner or group, whoever starts it.`,
          now: `mode ${now.member.mode?.toString(8)}`,
          before: before?.member.mode === undefined ? 'no such file' : `mode ${before.member.mode.toString(8)}`,
          path: now.path,
        }
      }
    },
  },
  {
    name: 'script-gives-rights',
    class: 'B',
    title: 'A script of the package manager gives rights',
    technique: 'T1548',
    innocentIf: 'the notes of the release say who gets them and why',
    absolute: false,
    *find({ comparison }) {
      for (const unit of scriptUnits(comparison))
        if (givesRights.test(unit.says ?? ''))
          yield { ...unitSign(unit, `${unit.file.path}, which the package manager runs, now gives rights.`), before: 'gave none' }
    },
  },
  {
    name: 'script-starts-file',
    class: 'B',
    title: 'A script of the package manager starts a file that lies among the data',
    technique: 'T1546.016',
    innocentIf: 'the file is a script that sets the package up',
    absolute: false,
    *find({ comparison }) {
      const shipped = new Map(comparison.now.files.map(({ path }) => [inSystem(path), path]))
      for (const unit of scriptUnits(comparison)) {
        const name = startedBy(unit)
        if (name === undefined || programFolder.test(name) || !shipped.has(name)) continue
        yield { ...unitSign(unit, `${unit.file.path}, which the package manager runs, starts ${shipped.get(name)}.`), before: 'did not start it' }
      }
    },
  },
]

/** New files at the places of the table. */
function* placed({ comparison, known }: Evidence): Generator<Sign> {
  for (const { now, before } of comparison.files) {
    const path = inSystem(now.path)
    const place = known.names.places.find((one) =>
      one.path.endsWith('/') ? path.startsWith(one.path) || path.startsWith(`usr/${one.path}`) : path === one.path,
    )
    if (place === undefined || !isNew(now.path, before)) continue
    yield { says: `${now.path} is new: ${place.says}.`, now: now.path, before: 'no such file', path: now.path }
  }
}

/** A file that only moved is new at the place that it moved to. */
function isNew(path: string, before: ComparedFile['before']): boolean {
  return before === undefined || inSystem(before.path) !== inSystem(path)
}

/** What files say that are ordinary at their place: rules of udev that run something, sources of packages that need no signature. */
function* declared({ novel }: Comparison): Generator<Sign> {
  for (const unit of novel) {
    if (unit.kind === 'manifest.trusted-source')
      yield { ...unitSign(unit, `${unit.file.path} has packages installed that nobody signed.`), before: 'no such source' }
    else if (unit.kind === 'manifest.device-hook')
      yield { ...unitSign(unit, `${unit.file.path} runs a program whenever a device comes.`), before: 'no such rule' }
  }
}

function scriptUnits({ novel }: Comparison): NovelUnit[] {
  return novel.filter(({ kind }) => kind === scriptKind)
}

/** `sh /usr/share/a/b >/dev/null &` → `usr/share/a/b`: the program that a command starts, or the script that an interpreter is given. */
function startedBy({ says = '' }: NovelUnit): string | undefined {
  const words = says.replace(/^(?:(?:if|then|do|else|exec|nohup|setsid|sudo|env|\w+=\S*)\s+)+/, '').split(/\s+/)
  const [first = ''] = words
  const started = /(?:^|\/)(?:(?:ba|da|z|k)?sh|python[\d.]*|perl|node|ruby|source|\.)$/.test(first)
    ? words.slice(1).find((word) => !word.startsWith('-'))
    : first
  return started?.startsWith('/') ? resolved('', started.replace(/[;&|]+$/, '')) : undefined
}

/** `data.tar.xz!/usr/bin/a` → `usr/bin/a` */
function inSystem(path: string): string {
  return path.slice(path.lastIndexOf('!/') + (path.includes('!/') ? 2 : 0))
}
