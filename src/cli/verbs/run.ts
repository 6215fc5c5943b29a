import { exitCodeHelp } from '../exit_codes.ts'
import { addFlags, flagOf, overridesOf } from '../flags.ts'
import { runExitCode, runText } from '../print/run_result.ts'
import { addRunFlags, runOptions } from '../run_flags.ts'
import type { Verb } from '../verb.ts'

const help = `
Example, job.yaml:
  # yaml-language-server: $schema=node_modules/gatecast/dist/job.schema.json
  source: sales/*.parquet
  columns: { series: store, time: date, target: sales }
  horizon: 28
  model: { kind: gru, hiddenSize: 64 }
  out: forecasts/
  report: report.html

Files: as in gatecast forecast --help.
${exitCodeHelp}`

export const run: Verb = {
  add: (program) =>
    addFlags(
      addRunFlags(
        program
          .command('run')
          .summary('run the job of a job file')
          .description(
            'Runs a whole job: trains the model if it is not trained, forecasts, reports. If a flag and the file differ, the flag wins.',
          )
          .argument('<job>', 'a YAML or JSON file')
          .optionsGroup('Job:'),
      ),
      ['source', 'columns', 'model', 'forecasting', 'training', 'testing'],
    ).addHelpText('after', help),

  async run([file], call) {
    const { values, printer, jobs } = call
    const overrides = { ...overridesOf(values), strict: values.strict === true || undefined }
    const result = await jobs.runJob(await jobs.readJob(file, overrides, flagOf), runOptions(call))
    printer.result(result, runText(result, call.seconds()))
    return runExitCode(result)
  },
}
