import type { OpData, ProgramData } from '../../addon/index.ts'
import { shown } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'

import { type AnyValue, type Operation, type Scope, Value } from './value.ts'

/** A model before it is compiled: named inputs and outputs, the loss to minimise, and metrics. */
export interface Roots {
  inputs: Readonly<Record<string, AnyValue>>
  outputs: Readonly<Record<string, Value>>
  /** First output of a loss op: the weighted mean, a single number. */
  loss?: Value<[]>
  metrics?: Readonly<Record<string, Value<[]>>>
}

/**
 * Collects the ops that outputs, loss and metrics of a model need, in the order in which they were made. Names and
 * numbers depend on the model alone: the same model gives the same Program, whatever other values were made before it.
 */
export function compile({ inputs, outputs, loss, metrics = {} }: Roots): ProgramData {
  if (Object.hasOwn(metrics, 'loss'))
    fail('Expected no metric named "loss", got one. The loss itself has this name; rename the metric')
  checkValues('inputs', inputs)
  checkValues('outputs', outputs)
  if (loss) checkValues('the model', { loss })
  checkValues('metrics', metrics)
  const roots = [...Object.values(outputs), ...(loss ? [loss] : []), ...Object.values(metrics)]
  const operations = reachable(roots)
  const inputNames = nameInputs(inputs, operations)
  const layerNames = nameLayers(operations)
  const numbers = numberOutputs(operations)
  const number = (value: AnyValue) => (numbers.get(value.operation) as number) + value.index
  const ops = operations.map((operation): OpData => {
    const { kind, attributes, scope, role } = operation
    const layer = scope && layerNames.get(scope)
    const name = inputNames.get(operation) ?? [layer, role].filter(Boolean).join('.')
    return {
      kind,
      inputs: operation.inputs.map((value) => value && number(value)),
      attributes: name === '' ? attributes : { ...attributes, name },
    }
  })
  const numbered = (values: Readonly<Record<string, AnyValue>>) =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, number(value)]))
  return { ops, outputs: numbered(outputs), loss: loss ? number(loss) : null, metrics: numbered(metrics) }
}

const fail = (message: string): never => {
  throw new GatecastError('ERR_PROGRAM', message)
}

function checkValues(what: string, values: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(values ?? fail(`Expected ${what} to be values by name, got ${values}`)))
    if (!(value instanceof Value)) fail(`Expected "${name}" of ${what} to be a Value, got ${shown(value)}`)
}

function numberOutputs(operations: readonly Operation[]): Map<Operation, number> {
  const numbers = new Map<Operation, number>()
  let count = 0
  for (const operation of operations) {
    numbers.set(operation, count)
    count += operation.outputs.length
  }
  return numbers
}

// Iterative, with an explicit stack: recursion would overflow the call stack on a chain of thousands of ops.
function reachable(roots: readonly AnyValue[]): Operation[] {
  const found = new Set<Operation>()
  const pending = roots.map((value) => value.operation)
  for (let next = pending.pop(); next; next = pending.pop()) {
    if (found.has(next)) continue
    found.add(next)
    for (const value of next.inputs) if (value) pending.push(value.operation)
  }
  return [...found].sort((a, b) => a.order - b.order)
}

function nameInputs(inputs: Roots['inputs'], operations: readonly Operation[]): Map<Operation, string> {
  const names = new Map<Operation, string>()
  for (const [name, { operation }] of Object.entries(inputs)) {
    if (operation.kind !== 'input') fail(`Expected "${name}" of inputs to be made by input(), got a ${operation.kind}`)
    const other = names.get(operation)
    if (other !== undefined) fail(`Expected each input once, got the same input as "${other}" and as "${name}"`)
    if (!operations.includes(operation))
      fail(`Expected outputs, loss or metrics to use every input, got "${name}", which none of them uses`)
    names.set(operation, name)
  }
  for (const operation of operations) {
    if (operation.kind === 'input' && !names.has(operation))
      fail(
        `Expected every input to have a name, got an input of shape [${operation.outputs[0].shape.join(', ')}] without ` +
          `a name, which ${reader(operation, operations)} reads. Add it to the inputs of the model`,
      )
  }
  return names
}

const reader = (operation: Operation, operations: readonly Operation[]): string =>
  operations.find(({ inputs }) => inputs.some((value) => value?.operation === operation))?.kind ?? 'an output'

/** Names layers by their kind and a count, `lstm0`, `lstm1`, ...; a name that the user gave stays. */
function nameLayers(operations: readonly Operation[]): Map<Scope, string> {
  const counts = new Map<string, number>()
  const names = new Map<Scope, string>()
  const taken = new Set<string>()
  for (const { scope } of operations) {
    if (!scope || names.has(scope)) continue
    const count = counts.get(scope.kind) ?? 0
    const name = scope.name ?? `${scope.kind}${count}`
    if (scope.name === undefined) counts.set(scope.kind, count + 1)
    if (!/^[\w.-]*$/.test(name))
      fail(`Expected the name of a layer to have only letters, digits, _, - and ., got ${JSON.stringify(name)}`)
    if (taken.has(name)) fail(`Expected every layer to have a different name, got "${name}" twice`)
    taken.add(name)
    names.set(scope, name)
  }
  return names
}
