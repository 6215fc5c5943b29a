// Writes the import rules of the rooms into biome.json.
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { type Override, overrides } from './rooms.ts'

const path = 'biome.json'
const config: { overrides: Override[] } = JSON.parse(readFileSync(path, 'utf8'))
const others = config.overrides.filter(({ includes }) => !includes[0].startsWith('src/'))
writeFileSync(path, JSON.stringify({ ...config, overrides: [...others, ...overrides()] }))
execFileSync('npx', ['biome', 'format', '--write', path])
