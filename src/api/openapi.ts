/**
 * The reference of the HTTP API, made from the routes themselves: what is checked is what is documented.
 */

import { Hono } from 'hono'
import { describeRoute, openAPIRouteHandler } from 'hono-openapi'
import { SUBPROTOCOL } from '../protocol/handshake.ts'
import { ANYWHERE, refusals } from './answers.ts'
import type { ApiEnv } from './context.ts'

const ABOUT = `Earshot is voice at the edge: rooms in which people talk.

Make a room and pass its links on. Whoever has a link exchanges its secret for a token, and connects with the token.
What happens on that connection is another protocol, \`${SUBPROTOCOL}\`, described in docs/protocol.md.

Every error has the shape of the schema Error: a stable code for programs, a sentence for people. Every answer carries a
\`request-id\`; name it when you report a fault. Pages of this server's own origin may call it, and pages of the
origins that its operator allows.`

/** Serves the document of every route of `app` that describes itself. */
export const openapi = (app: Hono<ApiEnv>): Hono<ApiEnv> =>
  new Hono<ApiEnv>().get(
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
    openAPIRouteHandler(app, {
      excludeStaticFile: false, // it takes this very route, with its dot, for a file
      defaultValidationErrorResponse: false, // what a check refuses is among the route's own refusals
      documentation: {
        info: { title: 'Earshot', version: '1', description: ABOUT },
        components: {
          securitySchemes: {
            token: {
              type: 'http',
              scheme: 'bearer',
              bearerFormat: 'JWT',
              description: 'A participant’s token, from `POST /v1/rooms/{room}/tokens`.',
            },
            link: {
              type: 'apiKey',
              in: 'query',
              name: 'link',
              description: 'A signed link to one clip, from `POST /v1/clips/{clip}/links`.',
            },
          },
        },
      },
    }),
  )
