import type { Random } from '../tools/random.ts'

export const side = 14

type Point = readonly [x: number, y: number]

/** The pen's path for each digit, in a square from 0 to 1 with y downwards. */
const paths: readonly (readonly Point[])[] = [
  [
    [0.5, 0.1],
    [0.25, 0.25],
    [0.2, 0.5],
    [0.25, 0.75],
    [0.5, 0.9],
    [0.75, 0.75],
    [0.8, 0.5],
    [0.75, 0.25],
    [0.5, 0.1],
  ],
  [
    [0.35, 0.25],
    [0.55, 0.1],
    [0.55, 0.9],
  ],
  [
    [0.25, 0.3],
    [0.4, 0.1],
    [0.7, 0.15],
    [0.75, 0.35],
    [0.25, 0.9],
    [0.8, 0.9],
  ],
  [
    [0.25, 0.15],
    [0.7, 0.15],
    [0.45, 0.45],
    [0.75, 0.6],
    [0.65, 0.88],
    [0.25, 0.85],
  ],
  [
    [0.65, 0.9],
    [0.65, 0.1],
    [0.2, 0.65],
    [0.85, 0.65],
  ],
  [
    [0.75, 0.1],
    [0.3, 0.1],
    [0.28, 0.45],
    [0.65, 0.45],
    [0.75, 0.68],
    [0.6, 0.9],
    [0.25, 0.85],
  ],
  [
    [0.65, 0.1],
    [0.35, 0.35],
    [0.25, 0.7],
    [0.45, 0.9],
    [0.7, 0.8],
    [0.7, 0.58],
    [0.5, 0.5],
    [0.28, 0.65],
  ],
  [
    [0.2, 0.1],
    [0.8, 0.1],
    [0.45, 0.9],
  ],
  [
    [0.5, 0.5],
    [0.25, 0.3],
    [0.5, 0.1],
    [0.75, 0.3],
    [0.5, 0.5],
    [0.22, 0.7],
    [0.5, 0.9],
    [0.78, 0.7],
    [0.5, 0.5],
  ],
  [
    [0.72, 0.4],
    [0.45, 0.5],
    [0.28, 0.3],
    [0.5, 0.1],
    [0.72, 0.25],
    [0.7, 0.6],
    [0.5, 0.9],
  ],
]

/** Distance of a point from the line between two others. */
function distance([x, y]: Point, [ax, ay]: Point, [bx, by]: Point): number {
  const [dx, dy] = [bx - ax, by - ay]
  const along = Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)))
  return Math.hypot(x - ax - along * dx, y - ay - along * dy)
}

/** Draws a digit that is turned, slanted, stretched, moved and wobbly, with a pen of random width and noise. */
export function drawDigit(digit: number, random: Random): Float32Array {
  const spread = (width: number) => width * (2 * random.uniform() - 1)
  const [turn, slant, wide, high] = [spread(0.35), spread(0.35), 0.85 + spread(0.25), 0.85 + spread(0.2)]
  const [right, down, pen] = [spread(0.12), spread(0.1), 0.05 + 0.05 * random.uniform()]
  const path = paths[digit].map(([px, py]): Point => {
    const [x, y] = [(px - 0.5 + spread(0.05)) * wide, (py - 0.5 + spread(0.05)) * high]
    const slanted = x - slant * y
    return [
      0.5 + right + slanted * Math.cos(turn) - y * Math.sin(turn),
      0.5 + down + slanted * Math.sin(turn) + y * Math.cos(turn),
    ]
  })
  return Float32Array.from({ length: side * side }, (_, at) => {
    const point: Point = [((at % side) + 0.5) / side, (Math.floor(at / side) + 0.5) / side]
    const nearest = Math.min(...path.slice(1).map((end, i) => distance(point, path[i], end)))
    const ink = Math.min(1, Math.max(0, 1.5 - nearest / pen))
    return Math.min(1, Math.max(0, ink + 0.1 * random.normal()))
  })
}
