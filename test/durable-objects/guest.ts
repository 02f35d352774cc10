/** A member inside workerd: one socket of a Room object, with what it was told, so that a test can wait for it. */

import { env } from 'cloudflare:workers'
import type { NewRoom } from '../../durable-objects/archive-tables.ts'
import type { Role } from '../../src/protocol/roles.ts'
import type { RoomMessage, RoomMessageOf } from '../../src/protocol/room-message.ts'
import { ARRIVAL_HEADER, type Arrival } from '../../src/room/arrival.ts'

export const randomId = (): string =>
  btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .slice(0, 22)

/** A room that exists, with an archive of its own. */
export async function newRoom(settings: Partial<NewRoom> = {}): Promise<string> {
  const room = randomId()
  await env.ARCHIVES.getByName(room).create({
    room,
    name: 'Test',
    maxSpeakers: 4,
    keepTalk: false,
    keepDays: null,
    createdAtMs: Date.now(),
    ...settings,
  })
  return room
}

const arrival = (person: string, role: Role): Arrival => {
  return { person, role, token: randomId(), name: null, invite: null, address: null }
}
export const guest = (person: string): Arrival => arrival(person, 'speaker')
export const owner = (person: string): Arrival => arrival(person, 'owner')

export class Guest {
  readonly audio: Uint8Array[] = []
  readonly told: RoomMessage[] = []
  readonly texts: string[] = []
  closed: { code: number; reason: string } | undefined
  readonly socket: WebSocket
  #wake: () => void = () => {}

  constructor(socket: WebSocket) {
    this.socket = socket
    socket.binaryType = 'arraybuffer'
    socket.addEventListener('message', ({ data }) => this.#received(data))
    socket.addEventListener('close', ({ code, reason }) => {
      this.closed = { code, reason }
      this.#wake()
    })
    socket.accept()
  }

  static async open(room: string, arrival: Arrival): Promise<Guest> {
    const response = await env.ROOMS.getByName(room).fetch('https://room/', {
      headers: { Upgrade: 'websocket', [ARRIVAL_HEADER]: JSON.stringify(arrival) },
    })
    if (response.webSocket === null) throw new Error('the room refused the upgrade')
    return new Guest(response.webSocket)
  }

  static async join(room: string, arrival: Arrival, session = randomId(), after = 0, keep = false): Promise<Guest> {
    const member = await Guest.open(room, arrival)
    member.say({ type: 'hello', session, name: arrival.person, muted: false, deafened: false, keep, after })
    await member.next('welcome')
    return member
  }

  get number(): number {
    return this.all('welcome')[0]?.self.member ?? 0
  }

  all<T extends RoomMessage['type']>(type: T): RoomMessageOf<T>[] {
    return this.told.filter((message): message is RoomMessageOf<T> => message.type === type)
  }

  say(message: object | string): void {
    this.socket.send(typeof message === 'string' ? message : JSON.stringify(message))
  }

  /** Waits until this guest has been told something of a type that meets the condition. */
  async next<T extends RoomMessage['type']>(type: T, meets: (message: RoomMessageOf<T>) => boolean = () => true) {
    await this.until(() => this.all(type).some(meets))
    return this.all(type).findLast(meets) as RoomMessageOf<T>
  }

  async until(condition: () => boolean): Promise<void> {
    while (!condition()) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
  }

  #received(data: unknown): void {
    if (data instanceof ArrayBuffer) this.audio.push(new Uint8Array(data))
    else {
      this.texts.push(String(data))
      if (data !== 'pong') this.told.push(JSON.parse(String(data)))
    }
    this.#wake()
  }
}
