import { type Comment, type ParameterReflection, ReflectionKind, type SignatureReflection } from 'typedoc'
import { parameterName, signatureText } from './signature.ts'
import type { Text } from './text.ts'

/**
 * The section of a function or method: declaration, description, parameters, result and errors. Functions that share a
 * type have comments of their own, `own`; their parameters are documented once, at the type.
 */
export function callSection(
  name: string,
  signatures: readonly SignatureReflection[],
  text: Text,
  own?: Comment,
): string {
  const comment = own ?? signatures[0].comment
  const code = signatures.map((signature) => signatureText(name, signature)).join('\n')
  return [
    `\`\`\`ts\n${code}\n\`\`\``,
    text.prose(comment?.summary),
    ...signatures.slice(0, 1).map(({ parameters }) => parameterTable(parameters, text)),
    returns(signatures, text, comment),
    ...tagSections(comment, text),
  ]
    .filter(Boolean)
    .join('\n\n')
}

/** Errors, sources and examples of a comment. */
export function tagSections(comment: Comment | undefined, text: Text): string[] {
  const tagged = (tag: `@${string}`) => (comment?.getTags(tag) ?? []).map(({ content }) => text.prose(content))
  const labelled = (label: string, items: string[]) =>
    items.length
      ? `**${label}** ${items.length === 1 ? items[0] : `\n\n${items.map((item) => `- ${item}`).join('\n')}`}`
      : ''
  return [
    labelled('Throws', tagged('@throws')),
    labelled('See', tagged('@see')),
    ...tagged('@example').map((example) => `**Example**\n\n${example}`),
  ].filter(Boolean)
}

function parameterTable(parameters: readonly ParameterReflection[] = [], text: Text): string {
  if (!parameters.length) return ''
  const [first] = parameters
  if (parameters.length === 1 && parameterName(first) === 'options' && !first.comment?.summary.length)
    return `**Options** ${text.type(first.type)}`
  const rows = parameters.map((parameter) => {
    const fallback =
      parameter.defaultValue && parameter.defaultValue !== '{}' ? ` Default \`${parameter.defaultValue}\`.` : ''
    return `| \`${parameterName(parameter)}\` | ${text.type(parameter.type)} | ${text.cell(parameter.comment?.summary) || 'see its fields'}${fallback} |`
  })
  return ['| Parameter | Type | Description |', '| --- | --- | --- |', ...rows].join('\n')
}

function returns([signature]: readonly SignatureReflection[], text: Text, own: Comment | undefined): string {
  const { type, comment, kind } = signature
  if (kind === ReflectionKind.ConstructorSignature) return ''
  const described = text.prose((own?.getTag('@returns') ?? comment?.getTag('@returns'))?.content)
  if (!described && /^(Promise<)?void/.test(`${type}`)) return ''
  return `**Returns** ${text.type(type)}${described && ` ${described}`}`
}
