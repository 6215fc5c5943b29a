import { GatecastError } from '../../base/error.ts'
import { exitCodeHelp, exitCodes } from '../exit_codes.ts'
import type { Verb } from '../verb.ts'

const help = `
Examples:
  gatecast promote models sales 3
  gatecast promote models sales latest --max-worse 1%

With --max-worse, the backtests of both versions are compared: if the new version is worse by more, nothing changes and the
exit code is 3.
${exitCodeHelp}`

export const promote: Verb = {
  add: (program) =>
    program
      .command('promote')
      .summary('put a version of a model into production')
      .description('Sets the alias production of a model to a version.')
      .argument('<registry>', 'the folder of the registry')
      .argument('<name>', 'name of the model')
      .argument('<version>', 'a number, or latest')
      .optionsGroup('Rule:')
      .option('--max-worse <share>', 'promote only if the metric is worse by at most this share, for example 1%')
      .option('--metric <name>', 'metric of the backtest; default mase')
      .addHelpText('after', help),

  async run([registry, name, version], { values, printer, jobs }) {
    const { maxWorse, metric } = values as { maxWorse?: string; metric?: string }
    const result = await jobs.promote(registry, name, version, {
      unlessWorseBy: maxWorse === undefined ? undefined : shareOf(maxWorse),
      metric,
    })
    const verdict = result.promoted ? 'is now in production' : `stays: version ${result.production} is in production`
    printer.result(result, `${name}@${version} ${verdict} (${result.reason})`)
    return result.promoted || result.production === Number(version) ? exitCodes.good : exitCodes.data
  },
}

function shareOf(text: string): number {
  const match = /^(\d+(?:\.\d+)?)\s*(%?)$/.exec(text.trim())
  if (match) return Number(match[1]) / (match[2] ? 100 : 1)
  throw new GatecastError('ERR_JOB', `--max-worse: expected a share, for example 1% or 0.01, got "${text}"`)
}
