import { describe, expect, it } from 'vitest'
import { holdsTheContract, readSample } from '../../../test/support/format-contract.ts'
import { headOfText, readAll } from '../../../test/support/source.ts'
import { windowsEvents } from './index.ts'

holdsTheContract(windowsEvents)

const app = 'C:\\Users\\kim\\AppData\\Local\\Programs\\Softphone\\app\\Softphone.exe'
const at = (second: number, milliseconds = 0) => (Date.UTC(2023, 2, 22, 10, 0, second) + milliseconds) * 1000

describe('windows-events', () => {
  it('reads what Winlogbeat ships: processes, libraries, files and registry', async () => {
    const { rows, skipped, said } = await readSample(windowsEvents, 'winlogbeat.ndjson')
    const host = 'pc-0031.corp.example'
    expect(rows.process_event).toEqual([
      {
        line: 1,
        time: at(1, 234),
        host,
        user: 'CORP\\kim',
        process_path: app,
        command_line: `"${app}" --autolaunch`,
        parent_path: 'C:\\Windows\\explorer.exe',
        md5: 'b'.repeat(32),
        sha1: 'a'.repeat(40),
        sha256: 'c'.repeat(64),
        signer: '',
      },
      {
        line: 8,
        time: at(8),
        host,
        user: 'CORP\\kim',
        process_path: 'C:\\Windows\\System32\\whoami.exe',
        command_line: 'whoami /all',
        parent_path: app,
        md5: '',
        sha1: '',
        sha256: '',
        signer: '',
      },
    ])
    expect(rows.module_event).toMatchObject([
      { line: 2, module_path: expect.stringMatching(/ffmpeg\.dll$/), sha256: 'e'.repeat(64), signer: 'Softphone Ltd' },
      { line: 3, sha256: 'f'.repeat(64), signer: '' },
    ])
    expect(rows.host_file_event).toMatchObject([{ line: 4, process_path: app, file_path: 'C:\\Users\\kim\\AppData\\Local\\Temp\\manifest' }])
    expect(rows.registry_event).toMatchObject([
      { activity: 'set', key: 'HKU\\S-1-5-21-1\\Software\\Microsoft\\Windows\\CurrentVersion\\Run', value_name: 'Softphone' },
      { activity: 'created', key: 'HKLM\\SOFTWARE\\Softphone', value_name: '' },
    ])
    expect(skipped).toEqual([])
    expect(said).toEqual(['Left out, since no table takes them: 1 event (Microsoft-Windows-Sysmon 22).'])
  })

  it('reads what PowerShell writes, from the text of the event', async () => {
    const { rows } = await readSample(windowsEvents, 'get-winevent.json')
    expect(rows.process_event).toMatchObject([
      { line: 1, time: at(0), host: 'pc-0032', command_line: 'cmd.exe /c echo a: b', user: 'CORP\\lee', sha256: '1'.repeat(64), parent_path: app },
    ])
  })

  it('reads the XML of the log turned into JSON, in both writings of attributes', async () => {
    const { rows } = await readSample(windowsEvents, 'evtx.ndjson')
    expect(rows.module_event).toMatchObject([{ host: 'pc-0033', process_path: 'System', md5: '2'.repeat(32), time: at(0) }])
    expect(rows.host_file_event).toMatchObject([{ line: 2, file_path: 'C:\\Temp\\x.exe', sha256: '3'.repeat(64), time: at(1) }])
  })

  it('reads which files were opened, and passes over what touches no content', async () => {
    const opened = (AccessMask: string, ObjectType = 'File') => ({
      EventID: 4663,
      SourceName: 'Microsoft-Windows-Security-Auditing',
      Channel: 'Security',
      Hostname: 'PC-1',
      EventTime: '2023-03-22T10:00:00Z',
      SubjectDomainName: 'CORP',
      SubjectUserName: 'kim',
      ProcessName: 'C:\\a.exe',
      ObjectName: 'C:\\Users\\kim\\Login Data',
      ObjectType,
      AccessMask,
    })
    const { rows } = await readAll(windowsEvents, JSON.stringify([opened('0x1'), opened('0x2'), opened('0x80'), opened('0x1', 'Key'), opened('much')]))
    expect(rows.host_file_event).toMatchObject([
      { line: 1, activity: 'read', user: 'CORP\\kim', process_path: 'C:\\a.exe', file_path: 'C:\\Users\\kim\\Login Data' },
      { line: 2, activity: '' },
    ])
  })

  it('reads flat records, and the list that Windows PowerShell puts into an object', async () => {
    const flat = { EventID: 1, SourceName: 'Microsoft-Windows-Sysmon', Hostname: 'PC-1', UtcTime: '2023-03-22 10:00:00.000', Image: 'C:\\a.exe' }
    for (const text of [JSON.stringify(flat), JSON.stringify([flat]), JSON.stringify({ value: [flat], Count: 1 })]) {
      expect(windowsEvents.recognise(headOfText(text)), text).toBeGreaterThan(0.5)
      expect((await readAll(windowsEvents, text)).rows.process_event, text).toMatchObject([{ host: 'pc-1', process_path: 'C:\\a.exe' }])
    }
  })

  it('is not for events that no table takes', () => {
    const signIn = { winlog: { event_id: 4624, provider_name: 'Microsoft-Windows-Security-Auditing', channel: 'Security', event_data: {} } }
    expect(windowsEvents.recognise(headOfText(`${JSON.stringify(signIn)}\n`))).toBe(0)
    expect(windowsEvents.recognise(headOfText('{"EventID":1,"Image":"a"}'))).toBe(0)
  })

  it('says of an event without a time, and of torn lines, that they were skipped', async () => {
    const event = '{"winlog":{"event_id":1,"provider_name":"Microsoft-Windows-Sysmon","computer_name":"a","event_data":{"Image":"C:\\\\a.exe"}}}'
    const { rows, skipped } = await readAll(windowsEvents, `${event}\n${event.slice(0, 40)}\n{"x":1}\n`)
    expect(rows.process_event).toBeUndefined()
    expect(skipped.map(({ line }) => line)).toEqual([1, 2, 3])
  })
})
