// The policy of the pages forbids style attributes, so the styles that VitePress writes into code and tables become
// classes.

import { transformerStyleToClass } from '@shikijs/transformers'
import type { MarkdownOptions } from 'vitepress'

type Setup = NonNullable<MarkdownOptions['config']>

/** Gives each pair of colours of code a class. The build writes their rules, see {@link codeStyles}. */
const colours = transformerStyleToClass({ classPrefix: 'code-' })

export const codeTransformers: NonNullable<MarkdownOptions['codeTransformers']> = [colours]

/** The rules of all classes that code of the pages has. */
export const codeStyles = (): string => colours.getCSS()

/** Cells of tables have a class for their alignment; theme/style.css has its rule. */
export const alignByClass: Setup = (markdown) => {
  markdown.core.ruler.push('align by class', ({ tokens }) => {
    for (const token of tokens) {
      const align = /^text-align:(\w+)$/.exec(token.attrGet('style') ?? '')?.[1]
      if (!align) continue
      token.attrs = token.attrs?.filter(([name]) => name !== 'style') ?? null
      token.attrJoin('class', `align-${align}`)
    }
  })
}
