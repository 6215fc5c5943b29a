import { describe, expect, it } from 'vitest'
import { useSandbox } from './command.ts'

const sandbox = useSandbox()

describe('gatecast demo', { timeout: 300_000 }, () => {
  it('prints a chart, scores that beat repeating the last week, and commands that work', async () => {
    const { code, stdout } = await sandbox.gatecast('demo')
    expect(code).toBe(0)
    expect(stdout).toMatch(/^shop 1 .*80 % interval[\s\S]*─┬─/)
    const score = (kind: string) => Number(new RegExp(`^${kind} +([\\d.]+)`, 'm').exec(stdout)?.[1])
    expect(score('gru')).toBeLessThan(0.9 * score('seasonalNaive'))
    const commands = Array.from(stdout.matchAll(/^ {2}npx gatecast (.*)$/gm), ([, command]) => command)
    expect(commands).toHaveLength(3)
    for (const command of commands) {
      const { code, stderr } = await sandbox.gatecast(command)
      expect({ command, code, stderr }).toMatchObject({ code: 0 })
    }
  })

  it('gives its result as JSON', async () => {
    const { stdout, stderr } = await sandbox.gatecast('demo --json')
    const { seconds, scores, next, file } = JSON.parse(stdout)
    expect(seconds).toBeGreaterThan(0)
    expect(scores.map(({ kind }: { kind: string }) => kind)).toEqual(['gru', 'seasonalNaive'])
    expect(next).toHaveLength(3)
    expect(file).toMatch(/generated_sales\.csv$/)
    expect(stderr).toContain('"stage":"train"')
  })
})
