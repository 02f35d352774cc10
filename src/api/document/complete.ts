/**
 * Completes what the routes say of themselves with what holds for all of them: what they are about, the headers of their
 * answers, who may ask, examples. Nothing here knows a single route but the examples.
 */

import type { generateSpecs } from 'hono-openapi'
import { EXAMPLES, type Example } from './examples.ts'
import { HEADERS, type HeaderName, headersOf } from './headers.ts'
import { resourceOf } from './resources.ts'

type Content = Record<string, object>

interface Answer {
  content?: Content
  /** Those of its own. */
  headers?: object
}

/** What is completed of an operation; the rest passes through. */
interface Operation {
  operationId?: string
  security?: object[]
  parameters?: readonly { name?: string }[]
  requestBody?: { content: Content }
  responses: Record<string, Answer>
}
type Path = Partial<Record<(typeof METHODS)[number], Operation>>

/** As far as it is told apart here. */
export type OpenapiDocument = Pick<Awaited<ReturnType<typeof generateSpecs>>, 'components'> & { paths: object }

const METHODS = ['get', 'put', 'post', 'delete', 'patch', 'options'] as const

export function completed(document: OpenapiDocument): OpenapiDocument {
  const paths = Object.entries(document.paths as Record<string, Path>).map(([path, item]) => [
    path,
    completedItem(path, item),
  ])
  const components = { ...document.components, headers: HEADERS }
  return { ...document, components, paths: Object.fromEntries(paths) }
}

function completedItem(path: string, item: Path): Path {
  const tag = resourceOf(path)
  const operations = METHODS.flatMap((method) => {
    const operation = item[method]
    return operation === undefined ? [] : [[method, completedOperation(operation, tag)] as const]
  })
  return { ...item, ...Object.fromEntries(operations) }
}

function completedOperation(operation: Operation, tag: string | undefined): Operation {
  const { operationId = '', security = [], responses, requestBody, ...rest } = operation
  const example = EXAMPLES[operationId]
  const saves = operation.parameters?.some(({ name }) => name === 'download') ?? false
  return {
    operationId,
    ...rest,
    ...(tag === undefined ? {} : { tags: [tag] }),
    security, // none is said to be none: the linter asks for that
    ...(requestBody === undefined
      ? {}
      : { requestBody: { ...requestBody, content: withBodies(requestBody.content, example) } }),
    responses: withAnswers(responses, example?.answer, saves),
  }
}

function withAnswers(answers: Operation['responses'], example: unknown, saves: boolean): Operation['responses'] {
  const first = Object.keys(answers).find((status) => status.startsWith('2'))
  const entries = Object.entries(answers).map(([status, answer]) => {
    const { content, headers: own, ...rest } = answer
    const names: HeaderName[] = headersOf(status, Object.keys(content ?? {}))
    if (saves && names.includes('etag')) names.push('content-disposition')
    const named = names.map((name) => [name, { $ref: `#/components/headers/${name}` }])
    const headers = { ...Object.fromEntries(named), ...own }
    const shown = content === undefined ? {} : { content: status === first ? withExample(content, example) : content }
    return [status, { ...rest, ...(Object.keys(headers).length === 0 ? {} : { headers }), ...shown }] as const
  })
  return Object.fromEntries(entries)
}

/** One example stands by itself, several by their names: never both, says OpenAPI. */
function withBodies(content: Content, example: Example | undefined): Content {
  const { 'application/json': json, ...others } = content
  if (json === undefined || example?.bodies === undefined) return withExample(content, example?.body)
  const examples = Object.fromEntries(Object.entries(example.bodies).map(([name, value]) => [name, { value }]))
  return { ...others, 'application/json': { ...json, examples } }
}

function withExample(content: Content, example: unknown): Content {
  const { 'application/json': json, ...others } = content
  if (json === undefined || example === undefined) return content
  return { ...others, 'application/json': { ...json, example } }
}
