import type { OnnxReport } from '../../jobs/index.ts'
import { exitCodeHelp } from '../exit_codes.ts'
import { facts } from '../print/text.ts'
import type { Verb } from '../verb.ts'

const help = `
Examples:
  gatecast export sales.safetensors --onnx sales.onnx
  gatecast export sales.safetensors --onnx sales.onnx --json

Files:
  <file>  the network as an ONNX model; its metadata says what its inputs and outputs hold
${exitCodeHelp}`

export const exportModel: Verb = {
  add: (program) =>
    program
      .command('export')
      .summary('write a model for other runtimes')
      .description('Writes the network of a model as an ONNX model, which ONNX Runtime and other runtimes run.')
      .argument('<model>', 'a .safetensors file of a network')
      .requiredOption('--onnx <file>', 'the output, a file that ends in .onnx')
      .addHelpText('after', help),

  async run([model], { values, printer, jobs }) {
    const report = await jobs.exportOnnx(model, values.onnx as string)
    printer.result(report, text(report))
    return undefined
  },
}

const text = ({ out, bytes, kind, inputs, outputs }: OnnxReport): string =>
  facts([
    ['file', `${out}, ${(bytes / 1e6).toFixed(1)} MB`],
    ['kind', kind],
    ...[...inputs.map((one) => ['input', one] as const), ...outputs.map((one) => ['output', one] as const)].map(
      ([side, { name, shape, type }]) => [side, `${name} [${shape.join(', ')}] ${type}`] as const,
    ),
  ])
