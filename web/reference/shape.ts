/**
 * What a value may be, in a few words: "text, at most 64 characters; or null". Objects are told apart field by field
 * elsewhere; here they are just objects.
 */

import { nameOfRef, type Schema } from './document.ts'

/** The id of a room, a clip, an invite, or a secret. */
const ID_PATTERN = '^[A-Za-z0-9_-]{22}$'

export function shapeOf(schema: Schema): string {
  const kinds = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])]
  if (kinds.length > 0) return [...new Set(kinds.map(shapeOf))].join(', or ')
  if (schema.$ref !== undefined) return nameOfRef(schema.$ref)
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.enum !== undefined) return schema.enum.map((value) => JSON.stringify(value)).join(', ')
  return [kindOf(schema), ...boundsOf(schema)].join(', ')
}

function kindOf({ type, format, pattern, items }: Schema): string {
  switch (type) {
    case 'string':
      if (format === 'binary') return 'bytes'
      return pattern === ID_PATTERN ? '22 characters of base64url' : 'text'
    case 'integer':
      return 'whole number'
    case 'array':
      return `list of ${items === undefined ? 'anything' : shapeOf(items)}`
    case undefined:
      return 'anything'
    default:
      return type
  }
}

function boundsOf(schema: Schema): string[] {
  return [
    range(schema.minimum, largest(schema.maximum), ''),
    range(schema.minLength, schema.maxLength, ' characters'),
    range(schema.minItems, schema.maxItems, ' items'),
    schema.default === undefined ? '' : `${JSON.stringify(schema.default)} unless said`,
  ].filter((words) => words !== '')
}

/** The largest whole number that JSON carries exactly is no bound that anybody needs to read. */
const largest = (maximum: number | undefined): number | undefined =>
  maximum === Number.MAX_SAFE_INTEGER ? undefined : maximum

function range(least: number | undefined, most: number | undefined, unit: string): string {
  if (most !== undefined && least !== undefined && least > 0) return `${least} to ${most}${unit}`
  if (most !== undefined) return `at most ${most}${unit}`
  return least !== undefined && least > 0 ? `at least ${least}${unit}` : ''
}
