// Runs in the process whose disk fails: does some work once without a fault, then again and again, each time with a fault
// at another call. Prints what came of it.
//
// node child.mjs <control> <log> <disk> <scenario module> <options in JSON>

import { closeSync, openSync, writeSync } from 'node:fs'
import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const [control, log, disk, module, options] = process.argv.slice(2)
const { codes, most = 1000, disk: behaviour } = JSON.parse(options)
const { prepare, act, wholeIf = {}, between = {} } = await import(pathToFileURL(module))

function setDisk({
  at = 0,
  code = 0,
  once = false,
  microseconds = 0,
  onlySyncs = false,
  clock = 0,
  logs = false,
} = {}) {
  const values = [0, at, code, Number(once), microseconds, Number(onlySyncs), clock, Number(logs)]
  const file = openSync(control, 'r+')
  writeSync(file, new Uint8Array(BigInt64Array.from(values, BigInt).buffer), 0, 64, 0)
  closeSync(file)
}

const [work, before] = [join(disk, 'work'), `${disk}.before`]
const isTemporary = (name) => /\.tmp$|\.parts\/|_gatecast|\.lock/.test(name)

/** The files of the work by name. A file that a scenario can only judge as whole has `whole` instead of its bytes. */
async function filesIn(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = {}
  for (const entry of entries.filter((one) => one.isFile())) {
    const path = join(entry.parentPath, entry.name)
    const name = path.slice(folder.length + 1)
    const bytes = await readFile(path)
    const check = Object.keys(wholeIf).find((pattern) => new RegExp(pattern).test(name))
    files[name] = check ? ((await wholeIf[check](bytes, path)) ? 'whole' : 'broken') : bytes.toString('base64')
  }
  return files
}

const reset = async () => {
  setDisk()
  await rm(work, { recursive: true, force: true })
  await cp(before, work, { recursive: true })
}
const attempt = () =>
  act(work).then(
    () => null,
    ({ name, code, message }) => ({ name, code, message }),
  )

await prepare(before)
const old = await filesIn(before)
await reset()
await writeFile(log, '')
setDisk({ logs: true })
const clean = await attempt()
setDisk()
if (clean) throw new Error(`Expected the work to succeed on a good disk, got: ${clean.message}`)
const fresh = await filesIn(work)
const calls = (await readFile(log, 'utf8')).trim().split('\n')

/** Each file that is not temporary: is it the old one, the new one, one between them, absent, or something else? */
async function judged(files) {
  const names = [...new Set([...Object.keys(files), ...Object.keys(old), ...Object.keys(fresh)])]
  const states = {}
  for (const name of names.filter((one) => !isTemporary(one))) states[name] = await stateOf(name, files)
  return states
}
async function stateOf(name, files) {
  if (files[name] === fresh[name]) return 'new'
  if (files[name] === old[name]) return 'old'
  if (files[name] === undefined) return 'absent'
  const isBetween = Object.entries(between).find(([pattern]) => new RegExp(pattern).test(name))?.[1]
  return (await isBetween?.(join(work, name)).catch(() => false)) ? 'between' : 'other'
}

/** One call of each kind: the names of processes, parts and versions do not matter. */
const kindOf = (call) => call.replace(/\d+\.[0-9a-f-]{36}|[0-9a-f-]{36}|\d+/g, '#')
const kinds = [...new Map(calls.map((call, i) => [kindOf(call), { call, at: i + 1 }])).values()]
const step = Math.max(1, Math.ceil(kinds.length / most))
const wanted = kinds.filter((_, i) => i % step === 0)

const results = []
for (const [i, { call, at }] of (behaviour ? [{ call: 'every call', at: 0 }] : wanted).entries()) {
  const [code, name] = codes[i % codes.length]
  await reset()
  const start = performance.now()
  setDisk(behaviour ?? { at, code, once: name === 'EIO' })
  const error = await attempt()
  const milliseconds = performance.now() - start
  setDisk()
  const after = await judged(await filesIn(work))
  const again = await attempt()
  const files = await filesIn(work)
  const result = {
    ...{ call: `${name} at ${call}`, error, after, again, milliseconds },
    ...{ finally: await judged(files), left: Object.keys(files).filter((one) => /\.tmp$|\.parts\//.test(one)) },
  }
  results.push(result)
  if (process.env.SHIM_VERBOSE) console.error(JSON.stringify(result))
}
const held = calls.filter((call) => call.startsWith('main '))
console.log(JSON.stringify({ calls: calls.length, held, results }))
process.exit(0)
