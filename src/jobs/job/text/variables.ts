// biome-ignore-all lint/suspicious/noTemplateCurlyInString: job files have variables of this form

// Variables of the environment in the values of a job file: ${NAME}, or ${NAME:-default} if it may be missing or empty.
// $${NAME} is the text ${NAME}.

/** A variable on one line. A default may hold one further variable. */
const variable = /\$?\$\{(?:[^{}\n]|\{[^{}\n]*\})*\}/g

/** The first character of a range that the YAML parser takes for letters. */
const ranges = [0xe000, 0xe100, 0xe200, 0xf000]
const rangeSize = 0x80

/** A text in which the parser sees no variables, and the function that shows them again. */
export interface HiddenVariables {
  readonly text: string
  show(text: string): string
}

/**
 * Writes variables in characters without a meaning in YAML, so that their braces, colons and quotes do not end a value.
 * All positions stay the same.
 */
export function hideVariables(text: string): HiddenVariables {
  const from = ranges.find((start) => !hasCharacters(text, start)) ?? ranges[0]
  const moved = (part: string, first: number, by: number): string =>
    part.replace(/./gs, (one) => {
      const code = one.charCodeAt(0)
      return code >= first && code < first + rangeSize ? String.fromCharCode(code + by) : one
    })
  return {
    text: text.replace(variable, (all) => moved(all, 0, from)),
    show: (hidden) => moved(hidden, from, -from),
  }
}

const hasCharacters = (text: string, from: number): boolean =>
  new RegExp(`[\\u${from.toString(16)}-\\u${(from + rangeSize - 1).toString(16)}]`).test(text)

/** A value with its variables filled in, or what is wrong with them. */
export type Filled = { readonly value: string } | { readonly mistake: string }

/** Fills in the variables of a text. */
export function fillVariables(text: string, env: NodeJS.ProcessEnv): Filled {
  const missing: string[] = []
  const wrong: string[] = []
  const fill = (part: string): string =>
    part.replace(/\$\$\{|\$\{((?:[^{}\n]|\{[^{}\n]*\})*)\}|\$\{/g, (all, inner: string | undefined) => {
      if (all === '$${') return '${'
      const [, name, fallback] = /^([A-Za-z_]\w*)(?::-(.*))?$/s.exec(inner ?? '') ?? []
      if (name === undefined) wrong.push(all)
      else if (fallback !== undefined) return env[name] || fill(fallback)
      else if (env[name] === undefined) missing.push(name)
      else return env[name]
      return ''
    })
  const value = fill(text)
  if (wrong.length > 0)
    return {
      mistake: `expected \${NAME} or \${NAME:-default}, got ${wrong[0]}. For the text itself, write $${wrong[0]}`,
    }
  if (missing.length === 0) return { value }
  const [first] = missing
  const names = missing.length === 1 ? `the variable ${first}` : `the variables ${missing.join(', ')}`
  return { mistake: `expected ${names} in the environment, got none. Set it, or write a default: \${${first}:-value}` }
}
