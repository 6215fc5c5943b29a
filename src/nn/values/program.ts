import type { OpData, ProgramData } from '../../addon/index.ts'
import { GatecastError } from '../../base/error.ts'
import type { Loss } from '../ops/losses.ts'
import { nameOf } from './tensor.ts'
import { type AnyValue, type Operation, type Scope, Value } from './value.ts'

/** A model as it is written down: named inputs and outputs, and what to minimise. */
export interface Roots {
  inputs: Readonly<Record<string, AnyValue>>
  outputs: Readonly<Record<string, Value>>
  loss?: Loss
  metrics?: Readonly<Record<string, Loss>>
}

/**
 * The ops that a model's outputs, loss and metrics need, in the order in which they were written. Names and numbers
 * follow from the model alone: the same model is the same Program, whatever else was built before it.
 */
export function compile({ inputs, outputs, loss, metrics = {} }: Roots): ProgramData {
  if (Object.hasOwn(metrics, 'loss')) fail('Expected no metric of the name "loss", which is taken by the loss itself')
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
    if (!(value instanceof Value)) fail(`Expected "${name}" of ${what} to be a Value, got ${nameOf(value)}`)
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

// With a stack of its own: a model of thousands of ops in a row must not run out of the machine's.
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
    if (other !== undefined) fail(`Expected each input once, got the same one as "${other}" and as "${name}"`)
    if (!operations.includes(operation)) fail(`Expected every input to be used, got "${name}", which nothing reads`)
    names.set(operation, name)
  }
  for (const operation of operations) {
    if (operation.kind === 'input' && !names.has(operation))
      fail(
        `Expected every input to have a name, got one of shape [${operation.outputs[0].shape.join(', ')}] that ` +
          `${reader(operation, operations)} reads. Add it to the model's inputs`,
      )
  }
  return names
}

const reader = (operation: Operation, operations: readonly Operation[]): string =>
  operations.find(({ inputs }) => inputs.some((value) => value?.operation === operation))?.kind ?? 'an output'

/** `lstm0`: layers are counted by kind, but for those that the user named. */
function nameLayers(operations: readonly Operation[]): Map<Scope, string> {
  const counts = new Map<string, number>()
  const names = new Map<Scope, string>()
  const taken = new Set<string>()
  for (const { scope } of operations) {
    if (!scope || names.has(scope)) continue
    const count = counts.get(scope.kind) ?? 0
    const name = scope.name ?? `${scope.kind}${count}`
    if (scope.name === undefined) counts.set(scope.kind, count + 1)
    if (!/^[\w.-]*$/.test(name)) fail(`Expected names of letters, digits, _, - and ., got ${JSON.stringify(name)}`)
    if (taken.has(name)) fail(`Expected every layer to have a name of its own, got "${name}" twice`)
    taken.add(name)
    names.set(scope, name)
  }
  return names
}
