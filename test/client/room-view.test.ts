/** Snapshots and the events that follow from what the session says. */

import { beforeEach, describe, expect, it } from 'vitest'
import { RoomView } from '../../src/client/room-view.ts'
import { text, view } from '../support/room-words.ts'

const ROOM = {
  id: 'RRRRRRRRRRRRRRRRRRRRRR',
  name: null,
  locked: false,
  maxSpeakers: 4,
  keepTalk: false,
  keepDays: null,
}
const PROFILE = { name: 'Ada', muted: false, deafened: false, keep: false }
const NOBODY = { described: [], joined: [], left: [] }

let room: RoomView
beforeEach(() => {
  room = new RoomView({ type: 'welcome', self: view(8), room: ROOM, headcount: 3, nameIsFixed: false }, PROFILE)
})

describe('members', () => {
  it('are snapshots: a change makes a new map and a new participant', () => {
    room.apply({ type: 'members', change: { ...NOBODY, described: [view(1), view(2)] } })
    const before = room.others
    const emissions = room.apply({ type: 'members', change: { ...NOBODY, described: [view(1, { muted: true })] } })
    expect(emissions).toEqual([['participants']])
    expect(before.get(1)?.muted).toBe(false)
    expect(room.others.get(1)).toEqual({ ...view(1), muted: true, isMe: false })
    expect(room.others.get(2)).toBe(before.get(2))
  })

  it('that join and leave are told one by one', () => {
    const joined = room.apply({ type: 'members', change: { described: [view(1)], joined: [1], left: [] } })
    expect(joined).toEqual([['participants'], ['joined', { ...view(1), isMe: false }]])
    const left = room.apply({ type: 'members', change: { ...NOBODY, left: [{ member: 1, reason: 'lost' }] } })
    expect(left).toEqual([['participants'], ['left', { ...view(1), isMe: false }, 'lost']])
    expect(room.others.size).toBe(0)
  })
})

describe('members whom a crowd names no more', () => {
  it('are gone without having left', () => {
    room.apply({ type: 'members', change: { ...NOBODY, described: [view(1)] } })
    const gone = { ...NOBODY, left: [{ member: 1, reason: 'unknown' as const }] }
    expect(room.apply({ type: 'members', change: gone })).toEqual([['participants']])
    expect(room.others.size).toBe(0)
  })
})

describe('this client', () => {
  it('is what it says of itself, and what the room says of its standing', () => {
    room.introduceAs({ ...PROFILE, muted: true })
    expect(room.apply({ type: 'standing', standing: { silenced: true } })).toEqual([['me']])
    expect(room.me).toEqual({ ...view(8), ...PROFILE, muted: true, silenced: true, isMe: true })
  })

  it('[C9] is called what its token says, where that fixes the name', () => {
    const self = view(8, { name: 'A. Lovelace' })
    room.apply({ type: 'welcome', self, room: ROOM, headcount: 1, nameIsFixed: true })
    room.introduceAs({ ...PROFILE, name: 'Ada L.', muted: true })
    expect(room.me).toMatchObject({ name: 'A. Lovelace', muted: true })
  })
})

describe('how many are here', () => {
  it('is told when it changes, by a welcome too', () => {
    expect(room.headcount).toBe(3)
    expect(room.apply({ type: 'headcount', headcount: 812 })).toEqual([['headcount', 812]])
    expect(room.apply({ type: 'headcount', headcount: 812 })).toEqual([])
    const welcome = { type: 'welcome', self: view(8), room: ROOM, headcount: 5, nameIsFixed: false } as const
    expect(room.apply(welcome)).toContainEqual(['headcount', 5])
  })
})

describe('who receives this client', () => {
  it('is everybody until the room says otherwise', () => {
    expect(room.heard).toBe(true)
    expect(room.apply({ type: 'heard', heard: false })).toEqual([['heard', false]])
    expect(room.heard).toBe(false)
  })

  it('[C31] is everybody but those whom the room names last', () => {
    expect(room.apply({ type: 'unheard', by: [1, 2] })).toEqual([['unheard', new Set([1, 2])]])
    room.apply({ type: 'unheard', by: [2] })
    expect([...room.unheardBy]).toEqual([2])
    expect(room.apply({ type: 'unheard', by: [] })).toEqual([['unheard', new Set()]])
    expect(room.apply({ type: 'unheard', by: [] })).toEqual([])
  })

  it('[C31] is told anew on a new line', () => {
    room.apply({ type: 'unheard', by: [1] })
    expect(room.apply({ type: 'reconnecting' })).toContainEqual(['unheard', new Set()])
    expect(room.unheardBy.size).toBe(0)
  })
})

describe('the state', () => {
  it('is told once when it changes', () => {
    expect(room.apply({ type: 'reconnecting' })).toEqual([['state', 'reconnecting']])
    expect(room.apply({ type: 'reconnecting' })).toEqual([])
    const welcome = {
      type: 'welcome',
      self: view(8),
      room: { ...ROOM, locked: true },
      headcount: 3,
      nameIsFixed: false,
    } as const
    expect(room.apply(welcome)).toEqual([['state', 'connected'], ['me'], ['room']])
    expect(room.settings.locked).toBe(true)
    expect(room.apply({ type: 'closed' })).toEqual([['state', 'closed']])
    expect(room.apply({ type: 'reconnecting' })).toEqual([])
  })
})

describe('entries', () => {
  it('are told one by one, those from the replay as not live', () => {
    const event = { type: 'entries', entries: [text(1), text(2)], liveAfter: 1, hasOlder: true } as const
    expect(room.apply({ ...event, entries: [...event.entries] })).toEqual([
      ['entry', text(1), false],
      ['entry', text(2), true],
      ['entries'],
    ])
    expect(room.hasOlderEntries).toBe(true)
  })

  it('are known to be none, or on their way, before any comes', () => {
    expect(room.lastEntry).toBeUndefined()
    expect(room.apply({ type: 'entries', entries: [], liveAfter: 0, hasOlder: false })).toEqual([['entries']])
    expect(room.lastEntry).toBe(0)
    expect(room.apply({ type: 'entries', entries: [], liveAfter: 2, hasOlder: false })).toEqual([])
    expect(room.lastEntry).toBe(2)
    room.apply({ type: 'entries', entries: [text(1), text(2), text(3)], liveAfter: 2, hasOlder: false })
    expect(room.lastEntry).toBe(3)
  })

  it('of an older page go before them, and are no events of their own', () => {
    room.apply({ type: 'entries', entries: [text(3)], liveAfter: 3, hasOlder: true })
    expect(room.apply({ type: 'older', entries: [text(1), text(2)], hasOlder: false })).toEqual([['entries']])
    expect(room.entries.map(({ number }) => number)).toEqual([1, 2, 3])
    expect(room.hasOlderEntries).toBe(false)
  })
})

describe('talks that are being kept', () => {
  const talk = (clip: string) => ({ clip, member: 1, by: { person: 'guest:1', name: 'Ada' }, startedAtMs: 5 })
  const clipEntry = { kind: 'clip', number: 1, atMs: 1, by: talk('a').by, id: 'a', clip: null } as const
  const open = () => [...room.talks.keys()]

  beforeEach(() => {
    expect(room.apply({ type: 'talk', talks: [talk('a'), talk('b')] })).toEqual([['talks']])
  })

  it('[C35, C36] are open until they are clips', () => {
    expect(open()).toEqual(['a', 'b'])
    const emissions = room.apply({ type: 'entries', entries: [clipEntry], liveAfter: 0, hasOlder: false })
    expect(emissions).toEqual([['entry', clipEntry, true], ['entries'], ['talks']])
    expect(open()).toEqual(['b'])
  })

  it('[C37] or are forgotten', () => {
    const forgotten = { kind: 'forgotten', number: 1, atMs: 1, by: null, clips: ['b', 'x'] } as const
    room.apply({ type: 'entries', entries: [{ ...forgotten, clips: ['b', 'x'] }], liveAfter: 0, hasOlder: false })
    expect(open()).toEqual(['a'])
  })

  it('[C35] or turn out to be no clips', () => {
    expect(room.apply({ type: 'talk', talks: [talk('c')], over: ['a'] })).toEqual([['talks']])
    expect(open()).toEqual(['b', 'c'])
  })

  it('are named anew on a new line', () => {
    const welcome = { type: 'welcome', self: view(8), room: ROOM, headcount: 3, nameIsFixed: false } as const
    expect(room.apply(welcome)).toContainEqual(['talks'])
    expect(open()).toEqual([])
    room.apply({ type: 'talk', talks: [talk('b')] })
    expect(open()).toEqual(['b'])
  })
})

describe('the settings', () => {
  it('change one by one', () => {
    expect(room.apply({ type: 'settings', settings: { keepTalk: true, keepDays: 7 } })).toEqual([['room']])
    expect(room.settings).toEqual({ ...ROOM, keepTalk: true, keepDays: 7 })
  })
})
