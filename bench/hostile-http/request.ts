/** A request as data, and what it was answered. Nothing here touches a socket. */

import type { Route } from './routes.ts'
import type { World } from './world.ts'

export interface HostileRequest {
  /** What is wrong with it, in words that stand in the figures. */
  kind: string
  operation: string
  method: string
  path: string
  headers: Record<string, string>
  body?: Uint8Array | string
  /** The body breaks off here, and the connection with it. */
  cutAt?: number
  /** Any 2xx is a break-in. */
  mustFail: boolean
}

export interface Answer {
  status: number
  headers: Record<string, string | string[] | undefined>
  body: string
  /** Of a WebSocket that was opened: how it was closed; undefined: it was not. */
  closeCode?: number
}

const SESSION = 'x9WvAYyQqEqMh0fVvJw3Kg'
/** Nobody's, of the right shape. */
export const NO_ID = 'AAAAAAAAAAAAAAAAAAAAAA'

/** What each operation takes; without an entry, an empty object. */
const BODIES: Record<string, (room: string, world: World) => object> = {
  createRoom: () => ({ name: 'Hostile', maxSpeakers: 4, keepTalk: false, keepDays: null }),
  createToken: (_, world) => ({ secret: world.sandbox.secret, guest: 'x' }),
  mintToken: (room) => ({ room, person: 'user:1', role: 'owner', name: 'Eve' }),
  createInvite: () => ({ role: 'listener', label: 'Eve', expiresInSeconds: 60, maxPeople: 1 }),
  moderate: () => ({ action: 'lock' }),
  setHand: () => ({ raised: true }),
  markHeard: () => ({ name: 'Eve' }),
}

/** Nothing is wrong with it but what is changed afterwards. */
export function goodRequest(route: Route, room: string, world: World): HostileRequest {
  const { method, operation } = route
  const body = route.takesJson ? JSON.stringify(BODIES[operation]?.(room, world) ?? {}) : undefined
  const headers: Record<string, string> = {}
  if (body !== undefined) headers['content-type'] = 'application/json'
  if (route.takesBytes)
    Object.assign(headers, { 'content-type': 'application/octet-stream', 'earshot-session': SESSION })
  const path = filled(route.path, (name) => (name === 'room' ? room : name === 'index' ? '0' : NO_ID))
  const bytes = route.takesBytes ? { body: new Uint8Array(0) } : {}
  return {
    kind: '',
    operation,
    method,
    path,
    headers,
    mustFail: false,
    ...bytes,
    ...(body === undefined ? {} : { body }),
  }
}

export const filled = (path: string, textFor: (name: string) => string): string =>
  path.replace(/\{(\w+)\}/g, (_, name: string) => textFor(name))
