/**
 * Examples for the operations that everybody begins with; the linter holds each against the operation's own schema.
 */

export interface Example {
  body?: unknown
  /** Where one does not do: each under a name of its own. */
  bodies?: Readonly<Record<string, unknown>>
  /** Of the first success. */
  answer?: unknown
}

const ROOM = { id: 'q3Vn0yJ8mZ5tXb2LkR7dHw', name: 'Rehearsal' }
const OWNER_SECRET = 'Tn4eW1xQ9sKc6uYp0aZfGg'
const GUEST_SECRET = 'b7Ll2vDh5rMj8iNo3wEqXA'
const PERSON = 'guest:5a0f6e1c-8a5f-4f1e-9a53-0d2b6a7c9e11'
const AT_MS = 1_798_761_600_000

/** By the operation's id. */
export const EXAMPLES: Readonly<Record<string, Example>> = {
  createRoom: {
    body: { name: ROOM.name, keepTalk: true, keepDays: 30 },
    answer: { room: ROOM, ownerSecret: OWNER_SECRET, guestSecret: GUEST_SECRET },
  },
  createToken: {
    body: { secret: GUEST_SECRET },
    answer: {
      token: 'eyJhbGciOiJIUzI1NiIsImtpZCI6ImsxIn0.eyJzdWIiOiJndWVzdCJ9.c2lnbmF0dXJl',
      expiresAtMs: AT_MS,
      role: 'speaker',
      person: PERSON,
      guest: 'eyJhbGciOiJIUzI1NiIsImtpZCI6ImsxIn0.eyJzdWIiOiJndWVzdCJ9.Y3JlZGVudGlhbA',
      room: ROOM,
    },
  },
  mintToken: {
    body: { room: ROOM.id, person: 'user-4711', role: 'speaker', name: 'Ann' },
    answer: {
      token: 'eyJhbGciOiJIUzI1NiIsImtpZCI6ImsxIn0.eyJzdWIiOiJ1c2VyLTQ3MTEifQ.c2lnbmF0dXJl',
      expiresAtMs: AT_MS,
    },
  },
  createInvite: { body: { role: 'listener', label: 'Press', expiresInSeconds: 86_400, maxPeople: 20 } },
  moderate: {
    bodies: {
      mute: { action: 'mute', person: PERSON },
      remove: { action: 'remove', person: PERSON },
      ban: { action: 'ban', person: PERSON },
      readmit: { action: 'readmit', person: PERSON },
      role: { action: 'role', person: PERSON, role: 'moderator' },
      lock: { action: 'lock' },
      keep: { action: 'keep', days: 30 },
      end: { action: 'end' },
    },
    answer: { number: 42 },
  },
  setHand: { body: { raised: true } },
  listEntries: { answer: { entries: [] } },
  listClips: { answer: { clips: [], next: null } },
}
