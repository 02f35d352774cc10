/**
 * The reference of the HTTP API, made from the routes themselves: what is checked is what is documented. For programs it is
 * a document; for people there is a page that reads that document (web/reference).
 */

import { Hono } from 'hono'
import { describeRoute, generateSpecs } from 'hono-openapi'
import { ANYWHERE, refusals } from './answers.ts'
import type { ApiEnv } from './context.ts'
import { ABOUT } from './document/about.ts'
import { completed, type OpenapiDocument } from './document/complete.ts'
import { TAGS } from './document/resources.ts'

/** A file of the web app, beside which it is kept: its scripts, its styles and its policy are those of the app. */
const REFERENCE_PAGE = '/reference'

/** Serves the document of every route of `app` that describes itself, and shows the way to the page. */
export function openapi(app: Hono<ApiEnv>): Hono<ApiEnv> {
  // A hundred kilobytes: written once, whoever asks.
  let text: Promise<string> | undefined
  return new Hono<ApiEnv>()
    .get(
      '/openapi.json',
      describeRoute({
        operationId: 'getOpenapi',
        summary: 'Read this document.',
        responses: {
          200: {
            description: 'An OpenAPI 3.1 document.',
            content: { 'application/json': { schema: { type: 'object' } } },
          },
          ...refusals(...ANYWHERE),
        },
      }),
      async (c) => {
        text ??= documentOf(app).then((document) => JSON.stringify(document))
        return c.body(await text, 200, { 'content-type': 'application/json' })
      },
    )
    .get(
      '/reference',
      describeRoute({
        operationId: 'getReference',
        summary: 'Go to the page that shows this document.',
        responses: { 302: { description: 'The page is there.' }, ...refusals(...ANYWHERE) },
      }),
      (c) => c.redirect(REFERENCE_PAGE),
    )
}

async function documentOf(app: Hono<ApiEnv>): Promise<OpenapiDocument> {
  const document = await generateSpecs(app, {
    excludeMethods: [], // it would leave OPTIONS out
    excludeStaticFile: false, // it takes /openapi.json, with its dot, for a file
    defaultValidationErrorResponse: false, // what a check refuses is among the route's own refusals
    documentation: {
      info: {
        title: 'Earshot',
        version: '1',
        description: ABOUT,
        license: { name: 'MIT', identifier: 'MIT' },
      },
      servers: [{ url: '/', description: 'This server.' }],
      externalDocs: { url: REFERENCE_PAGE, description: 'The same as a page.' },
      tags: TAGS,
      components: { securitySchemes: SECURITY_SCHEMES },
    },
  })
  return completed(document)
}

const SECURITY_SCHEMES = {
  token: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'A participant’s token, from `POST /v1/rooms/{room}/tokens` or `POST /v1/tokens`.',
  },
  key: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'ek.{id}.{secret}',
    description: 'An API key, for your server alone. It opens the rooms that it made, as far as its scopes go.',
  },
  link: {
    type: 'apiKey',
    in: 'query',
    name: 'link',
    description: 'A signed link to one clip, from `POST /v1/clips/{clip}/links`.',
  },
} as const
