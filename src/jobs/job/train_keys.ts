// The key `train` of a job: how a model is trained, and where it is saved.

import { z } from 'zod'
import { bytesOf } from './memory_size.ts'
import { readBy } from './owned_values.ts'

const name = z.string().min(1)

/** Names of learning rates over the epochs. */
export const schedules = ['constant', 'exponential', 'cosine', 'oneCycle'] as const

const registry = z.strictObject({
  registry: name.describe('Folder of the registry'),
  name: z
    .string()
    .regex(/^\w[\w .-]*$/, 'a name of letters, digits, spaces, ".", "-" and "_"')
    .describe('Name of the model in the registry; it gets the next version'),
})

export const trainKeys = z
  .strictObject({
    epochs: z.number().int().min(1).optional().describe('Default: until held-out rows are forecast best'),
    learningRate: z.number().gt(0).optional(),
    schedule: z.enum(schedules).optional().describe('How the learning rate changes over the epochs'),
    average: z.boolean().optional().describe('Whether the model gets an average of the weights of the last steps'),
    precision: z.enum(['float32', 'bf16']).optional(),
    validation: z
      .number()
      .min(0)
      .lt(1)
      .optional()
      .describe("Share of each series' last rows that is held out to measure the loss"),
    patience: z
      .number()
      .int()
      .min(1)
      .optional()
      .describe('Epochs without a better loss in held-out rows after which training ends'),
    weights: name
      .optional()
      .describe(
        'Column with the weight of each row in the training of a network, 0 or more; also named in columns.observed or columns.static',
      ),
    memory: readBy(name, bytesOf)
      .optional()
      .describe('Memory for rows during the training of a network, for example 1GB; default: all rows at once'),
    save: z
      // A job that has been read is checked again, so what a file becomes is a value, too.
      .union([name.transform((path) => ({ path })), registry, z.strictObject({ path: name })])
      .optional()
      .describe('File for the trained model, or entry of a registry; default: a file beside the output'),
  })
  .default({})
