/**
 * The rooms of `src`, from the ground floor up, and the rooms that the files of each may import from. docs/architecture.md
 * has the same table for readers, and the linter's rules in biome.json are written from this one: npm run lint:rooms.
 */
export const rooms = {
  base: [],
  addon: ['base'],
  nn: ['addon', 'base'],
  native: ['nn', 'addon', 'base'],
  frames: ['base'],
  series: ['frames', 'base'],
  danfo: ['series', 'frames', 'base'],
  datasets: ['series', 'base'],
  models: ['nn', 'addon', 'base'],
  forecast: ['models', 'nn', 'addon', 'series', 'frames', 'base'],
  files: ['datasets', 'series', 'base'],
  sequences: ['forecast', 'models', 'nn', 'addon', 'series', 'base'],
  report: ['forecast', 'nn', 'addon', 'series', 'base'],
  inspect: ['report', 'sequences', 'forecast', 'models', 'nn', 'addon', 'series', 'base'],
  onnx: ['sequences', 'forecast', 'models', 'nn', 'addon', 'series', 'base'],
  jobs: ['onnx', 'sequences', 'report', 'files', 'datasets', 'forecast', 'nn', 'series', 'base'],
  cli: ['jobs', 'files', 'base'],
} as const satisfies Record<string, readonly string[]>

/** An override of biome.json that keeps the files of a room from importing from others. */
export interface Override {
  readonly includes: readonly string[]
  readonly linter: object
}

/** The rules of the linter, one for each room. */
export function overrides(): Override[] {
  const all = Object.keys(rooms)
  return Object.entries(rooms).map(([room, allowed]) => {
    const forbidden = all.filter((other) => other !== room && !(allowed as readonly string[]).includes(other))
    const message = allowed.length
      ? `src/${room} imports only from ${allowed.map((name) => `src/${name}`).join(', ')}.`
      : `src/${room} imports from no other room.`
    const patterns = [{ group: [`**/{${forbidden.join(',')}}/**`], message }]
    return {
      includes: [`src/${room}/**`],
      linter: { rules: { style: { noRestrictedImports: { level: 'error', options: { patterns } } } } },
    }
  })
}
