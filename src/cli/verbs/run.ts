import { exitCodeHelp } from '../exit_codes.ts'
import { addFlags, flagOf, overridesOf } from '../flags.ts'
import type { Verb } from '../run_command.ts'
import { addRunFlags, codeOfRun, runOptions, textOfRun } from '../run_flags.ts'

const help = `
Example, job.yaml:
  # yaml-language-server: $schema=node_modules/gatecast/dist/job.schema.json
  source: sales/*.parquet
  columns: { series: store, time: date, target: sales }
  horizon: 28
  model: { kind: gru, hiddenSize: 64 }
  out: forecasts/
  report: report.html

Files: as of gatecast forecast.
${exitCodeHelp}`

export const run: Verb = {
  add: (program) =>
    addFlags(
      addRunFlags(
        program
          .command('run')
          .summary('do all of a job file')
          .description(
            'Does what a job file says: trains the model if it is to be trained, forecasts, reports. Flags win over the file.',
          )
          .argument('<job>', 'a YAML or JSON file')
          .optionsGroup('Job:'),
      ),
      ['source', 'columns', 'model', 'forecasting', 'training', 'testing'],
    ).addHelpText('after', help),

  async run([file], call) {
    const { values, printer, jobs } = call
    const overrides = { ...overridesOf(values), ...(values.strict === true && { strict: true }) }
    const result = await jobs.runJob(await jobs.readJob(file, overrides, flagOf), runOptions(call))
    printer.result(result, textOfRun(result))
    return codeOfRun(result)
  },
}
