/** Who hears me in the room while a message stands still. */

import { beforeEach, describe, expect, it } from 'vitest'
import { airOf, OffAir } from '../../../web/room/messages/off-air.ts'

const me = { muted: false, deafened: false, silenced: false }
const room = {
  me,
  talkMode: 'open' as 'open' | 'push',
  setMuted: (muted: boolean) => {
    me.muted = muted
    if (!muted) me.deafened = false
  },
}
let offAir: OffAir
beforeEach(() => {
  Object.assign(me, { muted: false, deafened: false })
  room.talkMode = 'open'
  offAir = new OffAir(room as never)
})

describe('off the air', () => {
  it('is who was live, and only until it ends', () => {
    offAir.begin()
    expect([me.muted, offAir.isOn.value]).toEqual([true, true])
    offAir.end()
    expect([me.muted, offAir.isOn.value]).toEqual([false, false])
  })

  it('leaves as they are those who were muted before, or talk by holding a key', () => {
    me.muted = true
    offAir.begin()
    offAir.end()
    expect(me.muted).toBe(true)
    me.muted = false
    room.talkMode = 'push'
    offAir.begin()
    expect([me.muted, offAir.isOn.value]).toEqual([false, false])
  })

  it('unmutes nobody who muted themselves meanwhile, or wants to hear nothing', () => {
    offAir.begin()
    offAir.forget()
    offAir.end()
    expect(me.muted).toBe(true)
    me.muted = false
    offAir.begin()
    me.deafened = true
    offAir.end()
    expect([me.muted, me.deafened]).toEqual([true, true])
  })
})

it.each([
  [{}, 'live'],
  [{ mode: 'push' }, 'push'],
  [{ me: { muted: true, silenced: false } }, 'muted'],
  [{ me: { muted: false, silenced: true } }, 'muted'],
  [{ me: { muted: true, silenced: false }, isOffAir: true }, 'off-air'],
  [{ hasMicrophone: false, isOffAir: true }, 'none'],
] as const)('tells of %o that it is %s', (changes, air) => {
  const around = { hasMicrophone: true, isOffAir: false, me: { muted: false, silenced: false }, mode: 'open' } as const
  expect(airOf({ ...around, ...changes })).toBe(air)
})
