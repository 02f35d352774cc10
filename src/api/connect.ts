/**
 * The door to a room: who may connect is decided here, before the room is woken. A browser sees nothing of a refused
 * upgrade, so what is wrong with a token or an origin is said by a close code: the socket is accepted only to be
 * closed. The token and the address go no further than this file.
 *
 * Next: durable-objects/room.ts
 */

import { Hono } from 'hono'
import { describeRoute } from 'hono-openapi'
import { CLOSE, type CloseName, closeReason } from '../protocol/close-codes.ts'
import { offeredSubprotocols, readOffer, SUBPROTOCOL } from '../protocol/handshake.ts'
import type { ARRIVAL_HEADER, Arrival } from '../room/arrival.ts'
import { addressMark } from '../tokens/address-mark.ts'
import type { Bearer } from '../tokens/participant-token.ts'
import { readSigningKeys } from '../tokens/signing-keys.ts'
import { refusals } from './answers.ts'
import { asciiJson } from './ascii-json.ts'
import { requireBearer } from './bearer.ts'
import type { ApiEnv } from './context.ts'
import { type ApiErrorCode, apiErrorKind } from './error-codes.ts'
import { ApiError, toApiError } from './errors.ts'
import { keepWithin, sourceOf } from './limits.ts'
import { requireAllowedOrigin } from './origins.ts'

/** The errors that a client learns by a close code, not by a status. */
const CLOSED_FOR: Partial<Record<ApiErrorCode, CloseName>> = {
  'token-missing': 'unauthorized',
  'token-invalid': 'unauthorized',
  'token-expired': 'unauthorized',
  'token-elsewhere': 'forbidden',
  'foreign-origin': 'forbidden',
  'too-many-requests': 'tooFast',
  internal: 'internal',
  unavailable: 'unavailable',
}

const closeNameOf = (code: ApiErrorCode): CloseName => CLOSED_FOR[code] ?? 'internal'

const CLOSES = (Object.keys(CLOSED_FOR) as ApiErrorCode[])
  .map((code) => `- ${CLOSE[closeNameOf(code)]}: ${apiErrorKind(code).message}`)
  .join('\n')

export const connect = new Hono<ApiEnv>().get(
  '/rooms/:room/connect',
  describeRoute({
    operationId: 'connect',
    summary: 'Connect to a room.',
    description:
      'Opens the WebSocket that docs/protocol.md describes. A browser shows a page nothing of a refused upgrade; so ' +
      'what is wrong with a token or an origin is answered by an open socket that closes at once.',
    parameters: [
      {
        in: 'path',
        name: 'room',
        required: true,
        description: 'The room that the token is for.',
        schema: { type: 'string' },
      },
      {
        in: 'header',
        name: 'Sec-WebSocket-Protocol',
        required: true,
        description: `Offers two subprotocols: \`${SUBPROTOCOL}\`, and \`token.\` followed by the token.`,
        schema: { type: 'string' },
        example: offeredSubprotocols('eyJhbGciOi…').join(', '),
      },
    ],
    responses: {
      101: {
        description: `The connection is open. It speaks \`${SUBPROTOCOL}\`, or closes at once with one of\n${CLOSES}`,
      },
      ...refusals('unsupported-protocol', 'upgrade-required'),
    },
  }),
  async (c) => {
    if (c.req.header('upgrade')?.toLowerCase() !== 'websocket') throw new ApiError('upgrade-required')
    const offer = readOffer(c.req.header('sec-websocket-protocol') ?? null)
    if (!offer.supported) throw new ApiError('unsupported-protocol')
    try {
      await keepWithin(c, 'RATE_JOINS', sourceOf(c))
      requireAllowedOrigin(c)
      const bearer = await requireBearer(c, offer.token, c.req.param('room'))
      const keys = readSigningKeys(c.env.TOKEN_KEYS)
      const address = await addressMark(c.req.header('cf-connecting-ip'), bearer.room, keys)
      return await enter(c.env.ROOMS, { ...bearer, address })
    } catch (error) {
      return openAndClose(toApiError(error, c))
    }
  },
)

async function enter(
  namespace: Env['ROOMS'],
  { room, ...arrival }: Bearer & { address: string | null },
): Promise<Response> {
  const headers = {
    upgrade: 'websocket',
    'earshot-arrival': asciiJson(arrival satisfies Arrival),
  } satisfies Record<typeof ARRIVAL_HEADER | 'upgrade', string>
  const response = await namespace.getByName(room).fetch('https://room/', { headers })
  if (response.webSocket === null) throw new Error(`The room answered an upgrade with ${response.status}.`)
  return response
}

function openAndClose(refusal: ApiError): Response {
  const { 0: client, 1: server } = new WebSocketPair()
  server.accept()
  const name = closeNameOf(refusal.code)
  server.close(CLOSE[name], closeReason(`${name}: ${refusal.message}`))
  return new Response(null, { status: 101, webSocket: client, headers: { 'sec-websocket-protocol': SUBPROTOCOL } })
}
