/**
 * The parts of an OpenAPI document that the page shows, as this server writes it.
 */

export const DOCUMENT = '/v1/openapi.json'

export interface Schema {
  $ref?: string
  type?: string
  description?: string
  const?: unknown
  enum?: readonly unknown[]
  anyOf?: readonly Schema[]
  oneOf?: readonly Schema[]
  items?: Schema
  properties?: Record<string, Schema>
  required?: readonly string[]
  default?: unknown
  format?: string
  pattern?: string
  minimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
  minItems?: number
  maxItems?: number
}

export interface Media {
  schema?: Schema
  example?: unknown
  /** In place of `example`, where there are several. */
  examples?: Record<string, { value: unknown }>
}

export interface Parameter {
  name: string
  in: 'path' | 'query' | 'header'
  required?: boolean
  description?: string
  schema?: Schema
}

export interface Answer {
  description: string
  headers?: Record<string, unknown>
  content?: Record<string, Media>
}

export interface Operation {
  operationId: string
  summary: string
  description?: string
  tags: readonly string[]
  security: readonly Record<string, unknown>[]
  parameters?: readonly Parameter[]
  requestBody?: { content: Record<string, Media> }
  responses: Record<string, Answer>
}

export interface OpenapiDocument {
  info: { title: string; version: string; description: string }
  tags: readonly { name: string; description: string }[]
  paths: Record<string, Record<string, Operation>>
  components: {
    schemas: Record<string, Schema>
    securitySchemes: Record<string, { description: string }>
    headers: Record<string, { description: string }>
  }
}

export interface Route {
  method: string
  path: string
  operation: Operation
}

/** The routes of a tag, in the document's order. */
export const routesOf = ({ paths }: OpenapiDocument, tag: string): Route[] =>
  Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item)
      .filter(([, { tags }]) => tags.includes(tag))
      .map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  )

/** The name that a `$ref` ends with. */
export const nameOfRef = (ref: string): string => ref.slice(ref.lastIndexOf('/') + 1)

/** Where on the page a schema of that name is. */
export const placeOfSchema = (name: string): string => `schema-${name}`
