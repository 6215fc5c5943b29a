import { expect, it } from 'vitest'
import { listNames } from '../../src/base/check.ts'

it('a list of names quotes those that would look like several, or like a sign of the list', () => {
  expect(listNames(['store', 'net, sales', 'été 2'])).toBe('store, "net, sales", été 2')
  expect(listNames(['.', ',', '', ' a', 'say "a"'])).toBe(String.raw`".", ",", "", " a", "say \"a\""`)
})
