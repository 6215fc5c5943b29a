// A file of ours: safetensors whose metadata say what it is, in which version of its layout, and hold one JSON value.

import { checkText, shown } from '../../base/check.ts'
import { type ErrorCode, GatecastError } from '../../base/error.ts'
import { parseJson } from '../../base/json.ts'
import { version } from '../../base/version.ts'
import { readSafetensors, type Safetensors } from './safetensors.ts'
import { writeSafetensors } from './write_safetensors.ts'

/** A kind of file. */
export interface StoredForm {
  /** The name of the kind in the metadata. */
  readonly format: string
  /** The version of the layout. Raise it when older versions of the library would misread a new file. */
  readonly version: number
}

/** The contents of the files of each format, for messages. */
const contents: Readonly<Record<string, string>> = {
  gatecast: 'a Model',
  'gatecast-forecaster': 'a forecaster, which loadForecaster reads',
  'gatecast-detector': 'a detector of anomalies, which loadDetector of gatecast/sequences reads',
  'gatecast-sequence-classifier': 'a classifier, which loadSequenceClassifier of gatecast/sequences reads',
  'gatecast-sequence-regressor': 'a regressor, which loadSequenceRegressor of gatecast/sequences reads',
  'gatecast-sequence-model': 'a sequence model, which loadSequenceModel of gatecast/sequences reads',
}

/** Errors that the contents of a file do not cause. */
const ofMachine: readonly ErrorCode[] = ['ABORT_ERR', 'ERR_MEMORY', 'ERR_DEPENDENCY', 'ERR_BINARY']

export async function writeStored(path: string, form: StoredForm, { tensors, metadata }: Safetensors): Promise<void> {
  const own = { format: form.format, format_version: `${form.version}`, library_version: version }
  await writeSafetensors(path, { tensors, metadata: { ...own, ...metadata } })
}

/** The contents of a file, for the function that makes something of them. */
export interface StoredContents {
  readonly tensors: Safetensors['tensors']
  readonly metadata: Safetensors['metadata']
  /** A value of the metadata as JSON. */
  json(key: string): unknown
}

/**
 * Reads a file, and makes something of its contents. Whatever `make` finds wrong is wrong in the file.
 *
 * @throws {GatecastError} `ERR_FILE` if the file is broken, of another kind or of another version
 */
export async function readStored<Made>(
  path: string,
  form: StoredForm,
  make: (contents: StoredContents) => Made | Promise<Made>,
): Promise<Made> {
  checkText('path', path)
  const { tensors, metadata, others } = await readSafetensors(path)
  const fail = (message: string, cause?: unknown): never => {
    throw new GatecastError('ERR_FILE', `"${path}": ${message}`, { cause })
  }
  const expected = contents[form.format].split(',')[0]
  if (metadata.format !== form.format)
    fail(
      `Expected ${expected} written by gatecast, got ` +
        `${Object.hasOwn(contents, metadata.format ?? '') ? contents[metadata.format] : 'other tensors. Read them with readSafetensors(path)'}`,
    )
  if (Number(metadata.format_version) !== form.version)
    fail(
      `Expected format version ${form.version}, got ${metadata.format_version}, written by gatecast ` +
        `${metadata.library_version}. Use that version or a later one`,
    )
  if (others) fail(`Expected tensors of float32 and int32, got ${Object.values(others)[0].dtype}`)
  const json = (key: string): unknown => {
    try {
      return parseJson(metadata[key])
    } catch (cause) {
      if (cause instanceof GatecastError) throw cause
      return fail(`Expected the ${key} in the metadata to be JSON, got ${shown(metadata[key])}`, cause)
    }
  }
  try {
    return await make({ tensors, metadata, json })
  } catch (cause) {
    const { code, message } = cause as GatecastError
    if (cause instanceof GatecastError && ofMachine.includes(code)) throw cause
    if (code === 'ERR_FILE' && message.startsWith(`"${path}"`)) throw cause
    return fail(`Expected ${expected} as save has written it, got a broken one: ${message}`, cause)
  }
}
