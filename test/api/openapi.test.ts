/** The reference: complete, and true to what the routes do. */

import type { generateSpecs } from 'hono-openapi'
import { beforeAll, expect, it } from 'vitest'
import { app } from '../../src/api/app.ts'
import { API_ERROR_CODES } from '../../src/api/error-codes.ts'
import { request } from './door.ts'

type Document = Awaited<ReturnType<typeof generateSpecs>>
type Operation = NonNullable<Document['paths'][string]['get']>
type Parameter = Exclude<NonNullable<Operation['parameters']>[number], { $ref: string }>
type Answer = Exclude<NonNullable<Operation['responses']>[string], { $ref: string }>

let document: Document
let operations: [string, Operation][]

beforeAll(async () => {
  document = await (await request('/v1/openapi.json')).json()
  operations = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item ?? {}).map(([method, operation]): [string, Operation] => [
      `${method.toUpperCase()} ${path}`,
      operation as Operation,
    ]),
  )
})

it('is an OpenAPI 3.1 document', () => {
  expect(document).toMatchObject({ openapi: '3.1.0', info: { title: 'Earshot', version: expect.any(String) } })
})

it('has every route', () => {
  const routes = app.routes.filter(({ method }) => method !== 'ALL').map(({ method, path }) => `${method} ${path}`)
  const documented = operations.map(([name]) => name.replaceAll(/\{(\w+)\}/g, ':$1'))
  expect(documented.toSorted()).toEqual([...new Set(routes)].toSorted())
})

it('names every operation once', () => {
  const ids = operations.map(([, operation]) => operation.operationId)
  expect(new Set(ids).size).toBe(operations.length)
})

it('says in a sentence what every operation, parameter and answer is', () => {
  for (const [name, { summary, parameters = [], responses = {} }] of operations) {
    expect(summary, name).toMatch(/^[A-Z].*\.$/)
    for (const parameter of parameters as Parameter[]) {
      expect(parameter.description, `${name} ${parameter.name}`).toMatch(/^[A-Z].*\.$/)
    }
    for (const [status, answer] of Object.entries(responses)) {
      expect((answer as Answer).description, `${name} ${status}`).toMatch(/\.$/)
    }
  }
})

it('gives every answer a schema but those without a body', () => {
  for (const [name, { responses = {} }] of operations) {
    for (const [status, answer] of Object.entries(responses)) {
      const media = Object.values((answer as Answer).content ?? {})
      const hasBody = !['101', '204', '302', '304'].includes(status)
      expect(media.length > 0, `${name} ${status}`).toBe(hasBody)
      for (const { schema } of media) expect(schema, `${name} ${status}`).toBeDefined()
    }
  }
})

/** The bodies that are no JSON, by what takes them. */
const BYTES: Record<string, string> = {
  postTalk: 'application/octet-stream',
  createUpload: 'application/offset+octet-stream',
}

it('documents every body by its type', () => {
  const unread = new Set(['createClipLink', 'retryClip'])
  const takers = operations.filter(
    ([name, { operationId = '' }]) => name.startsWith('POST') && !unread.has(operationId),
  )
  for (const [name, { operationId, requestBody }] of takers) {
    const type = BYTES[operationId ?? ''] ?? 'application/json'
    const required = operationId !== 'createUpload'
    expect(requestBody, name).toMatchObject({ required, content: { [type]: { schema: {} } } })
  }
})

it('answers audio in every container', () => {
  const found = operations.find(([name]) => name === 'GET /v1/clips/{clip}/audio')?.[1].responses?.['200']
  expect(found).toMatchObject({ content: { 'audio/ogg': {}, 'audio/webm': {}, 'audio/mp4': {} } })
})

it('documents every error where it may be met', () => {
  const said = JSON.stringify(operations)
  const missing = API_ERROR_CODES.filter((code) => !said.includes(`\`${code}\``) && code !== 'unknown-route')
  expect(missing).toEqual([])
})

it.each([
  'OPTIONS /v1/uploads',
  'POST /v1/uploads',
  'GET /v1/uploads/{upload}',
  'PATCH /v1/uploads/{upload}',
  'DELETE /v1/uploads/{upload}',
])('[U17] says that %s refuses a method in a header that is none of tus', (operation) => {
  const refusal = operations.find(([name]) => name === operation)?.[1].responses?.['405'] as Answer | undefined
  expect(refusal?.description).toContain('`method-not-allowed`')
})

it('says each refusal of an answer once', () => {
  for (const [name, { responses = {} }] of operations) {
    for (const [status, answer] of Object.entries(responses)) {
      const codes = [...(answer as Answer).description.matchAll(/^- `([\w-]+)`/gm)].map(([, code]) => code)
      expect(codes, `${name} ${status}`).toEqual([...new Set(codes)])
    }
  }
})

it('refers to nothing that it does not hold', () => {
  const references = JSON.stringify(document).matchAll(/"\$ref":"#\/components\/(\w+)\/([\w-]+)"/g)
  const components = document.components as Record<string, Record<string, unknown>>
  for (const [, kind = '', name = ''] of references) expect(components[kind], kind).toHaveProperty([name])
})

it('says what every operation is about, by one of the tags that it explains', () => {
  const tags = document.tags?.map(({ name }) => name)
  for (const [name, operation] of operations) {
    expect(operation.tags, name).toHaveLength(1)
    expect(tags, name).toContain(operation.tags?.[0])
  }
})

it('says which headers an answer carries', () => {
  const headersOf = (operation: string, status: string): string[] => {
    const found = operations.find(([name]) => name === operation)?.[1].responses?.[status] as Answer | undefined
    return Object.keys(found?.headers ?? {})
  }
  expect(headersOf('GET /v1/rooms/{room}/entries', '200')).toEqual(['request-id'])
  expect(headersOf('GET /v1/rooms/{room}/entries', '401')).toEqual(['request-id', 'www-authenticate'])
  expect(headersOf('GET /v1/rooms/{room}/entries', '503')).toEqual(['request-id', 'retry-after'])
  expect(headersOf('GET /v1/rooms/{room}/connect', '101')).toEqual([])
  expect(headersOf('GET /v1/clips/{clip}/audio', '206')).toEqual([
    ...['request-id', 'content-range', 'etag', 'accept-ranges', 'content-disposition'],
  ])
  expect(headersOf('PATCH /v1/uploads/{upload}', '204')).toEqual([
    ...['request-id', 'tus-resumable', 'upload-offset', 'upload-expires', 'earshot-upload-state'],
    ...['earshot-clip', 'earshot-entry'],
  ])
  expect(headersOf('GET /v1/clips/{clip}/slices/{index}', '304')).toEqual(['request-id', 'etag', 'accept-ranges'])
})

it('shows the way to its page', async () => {
  const { status, headers } = await request('/v1/reference', { redirect: 'manual' })
  expect([status, headers.get('location')]).toEqual([302, '/reference'])
})

it('says that the log wants a token', () => {
  expect(document.paths['/v1/rooms/{room}/entries']?.get?.security).toEqual([{ token: [] }])
  expect(document.components.securitySchemes).toHaveProperty('token')
})

it('says that audio wants a token or a link', () => {
  expect(document.paths['/v1/clips/{clip}/audio']?.get?.security).toEqual([{ token: [] }, { link: [] }])
  expect(document.components.securitySchemes).toHaveProperty('link')
})

it('says what a page of the log may be', () => {
  const parameters = document.paths['/v1/rooms/{room}/entries']?.get?.parameters
  const schemas = (parameters as Parameter[]).map(({ name, schema }) => [name, schema])
  expect(Object.fromEntries(schemas)).toEqual({
    room: { type: 'string', pattern: '^[A-Za-z0-9_-]{22}$' },
    before: { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER },
    limit: { type: 'integer', minimum: 1, maximum: 100 },
  })
})
