import type { Forecaster } from 'gatecast'
import { type Call, call } from './call.ts'
import { horizon, type World } from './world.ts'

const fitted =
  (kind: 'gru' | 'tft') =>
  async ({ library, small }: World): Promise<Forecaster> => {
    const model = library.gatecast[kind]({ horizon, context: 16 })
    await model.fit(small, { epochs: 1, calibrate: false })
    return model
  }

/** Calls that look into a model and at what it reads. */
export const inspectionCalls: readonly Call[] = [
  call<never>(
    'inspect.inspect',
    ({ library, panel }, signal, model) => library.inspect.inspect(model, panel, { signal }),
    { prepare: fitted('gru') as never },
  ),
  call<never>(
    'inspect.integratedGradients',
    ({ library, panel }, signal, model) => library.inspect.integratedGradients(model, panel, { signal }),
    { prepare: fitted('gru') as never },
  ),
  call<never>(
    'inspect.variableWeights',
    ({ library, panel }, signal, model) => library.inspect.variableWeights(model, panel, { signal }),
    { prepare: fitted('tft') as never },
  ),
  call('inspect.permutationImportance', ({ library, withPrice }, signal) =>
    library.inspect.permutationImportance(library.gatecast.theta({ horizon }), withPrice, { repeats: 1, signal }),
  ),
  call<never>('inspect.summary', ({ library }, _, model) => library.inspect.summary(model), {
    sync: true,
    not: ['thousand', 'many'],
    prepare: fitted('gru') as never,
  }),
]
