import { readdirSync } from 'node:fs'
import { Command } from 'commander'
import { expect, it } from 'vitest'
import { verbs } from '../../src/cli/verbs.ts'

it('has every file of src/cli/verbs in the table of verbs', () => {
  const files = readdirSync(new URL('../../src/cli/verbs', import.meta.url)).map((name) => name.replace('.ts', ''))
  expect(verbs.map((verb) => verb.add(new Command()).name()).sort()).toEqual(files.sort())
})
