/**
 * The way that each client goes, again and again: make a room, exchange its secret for a token, list its clips, read a page
 * of its log. Knows no network: it says what to ask for, and judges the status and the body of what comes back.
 */

export const STEPS = ['create', 'token', 'list', 'log'] as const
export type Step = (typeof STEPS)[number]

export interface Ask {
  method: 'GET' | 'POST'
  path: string
  token?: string
  body?: unknown
}

export interface Answer {
  status: number
  body: unknown
}

/** What has been learnt on the way. */
export interface Walk {
  name: string
  room?: string
  secret?: string
  token?: string
}

export function askFor(step: Step, { name, room, secret, token = '' }: Walk): Ask {
  switch (step) {
    case 'create':
      return { method: 'POST', path: '/v1/rooms', body: { name } }
    case 'token':
      return { method: 'POST', path: `/v1/rooms/${room}/tokens`, body: { secret } }
    case 'list':
      return { method: 'GET', path: `/v1/rooms/${room}/clips?limit=20`, token }
    case 'log':
      return { method: 'GET', path: `/v1/rooms/${room}/entries?limit=20`, token }
    default:
      return step satisfies never
  }
}

const ID = /^[\w-]{22}$/
const JWT = /^[\w-]+\.[\w-]+\.[\w-]+$/
const STATUS = { create: 201, token: 200, list: 200, log: 200 } satisfies Record<Step, number>

/** The walk with what the answer taught; undefined when the answer is not the one that there should be. */
export function judge(step: Step, walk: Walk, { status, body }: Answer): Walk | undefined {
  if (status !== STATUS[step]) return undefined
  const said = body as Record<string, unknown>
  const room = said.room as { id?: unknown; name?: unknown } | undefined
  switch (step) {
    case 'create': {
      const { ownerSecret: secret } = said
      const isIt = isText(room?.id, ID) && room.name === walk.name && isText(secret, ID)
      return isIt ? { ...walk, room: room.id as string, secret } : undefined
    }
    case 'token': {
      const { token } = said
      const isIt = isText(token, JWT) && said.role === 'owner' && room?.id === walk.room && room?.name === walk.name
      return isIt ? { ...walk, token } : undefined
    }
    case 'list':
      return isEmpty(said.clips) && said.next === null ? walk : undefined
    case 'log':
      return isEmpty(said.entries) ? walk : undefined
    default:
      return step satisfies never
  }
}

const isText = (value: unknown, pattern: RegExp): value is string => typeof value === 'string' && pattern.test(value)
/** Nobody has said anything in a room that was made a moment ago. */
const isEmpty = (value: unknown): boolean => Array.isArray(value) && value.length === 0
