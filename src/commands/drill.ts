import type { Command } from 'commander'
import { GatehouseError } from '../base/errors.ts'
import { type CaseName, caseNames, type DrillOptions, drillDefaults, simulate, writeDrill } from '../drill/index.ts'
import { bar, progressLine } from './progress.ts'

const examples = `Examples:
  gatehouse drill ./exercise
  gatehouse drill ./exercise --case benign-rollout --hosts 300 --seed 7
  gatehouse drill ./exercise --case accounts --hosts 60
  gatehouse assess ./exercise
`

export function drillCommand(program: Command): void {
  program
    .command('drill')
    .summary('Write a simulated organisation as real evidence files, to train and to test')
    .description(
      'Writes logs, inventories and a hosts list of a made-up organisation, with an intrusion in it or without, and an answer file that assess never reads.',
    )
    .argument('<folder>', 'new or empty folder')
    .option('--case <case>', `what happens: ${caseNames.join(', ')}`, drillDefaults.case)
    .option('--hosts <n>', 'computers', wholeNumber('--hosts'), drillDefaults.hosts)
    .option('--days <n>', 'days of evidence', wholeNumber('--days'), drillDefaults.days)
    .option('--seed <n>', 'the same seed writes the same files', wholeNumber('--seed'), drillDefaults.seed)
    .option('--activation <share>', 'share of the hosts with the culprit on which it wakes up', Number, drillDefaults.activation)
    .addHelpText('before', examples)
    .action(async (folder: string, flags: DrillFlags) => {
      const line = progressLine()
      const { case: name, hosts, days, seed, activation } = flags
      const organisation = simulate({ case: name as CaseName, hosts, days, seed, activation })
      await writeDrill(organisation, folder, (done, of) => line.show(`${bar(done, of)} days written`)).finally(() => line.clear())
      process.stdout.write(
        `A drill of ${hosts} hosts over ${days} days is in ${folder}.\nThe answer is in ${folder}/answer.json; look at it last.\n\nNext: gatehouse assess ${folder}\n`,
      )
    })
}

interface DrillFlags extends Omit<DrillOptions, 'case'> {
  readonly case: string
}

function wholeNumber(flag: string): (text: string) => number {
  return (text) => {
    if (!/^\d+$/.test(text)) throw new GatehouseError('USAGE', `${flag} must be a whole number, not ${JSON.stringify(text)}`)
    return Number(text)
  }
}
