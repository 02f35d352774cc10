/** How a gathering ends for everybody: by an owner's word, or because the room is deleted. */

import { beforeEach, describe, expect, it } from 'vitest'
import { CLOSE } from '../../src/protocol/close-codes.ts'
import type { Role } from '../../src/protocol/roles.ts'
import { arrivalOf, packetAt, RoomLab } from '../support/room-lab.ts'

let lab: RoomLab
beforeEach(() => {
  lab = new RoomLab()
})

function joinAs(...roles: Role[]): void {
  for (const role of roles) lab.join(role, { arrival: arrivalOf(`p-${role}`, role) })
  lab.forget()
}

describe('[C12] end', () => {
  it('closes everybody with 4462, whoever is at the door too, and releases each', () => {
    joinAs('owner', 'speaker')
    const lost = lab.join('lost')
    lab.do(lab.room.closed('lost', lab.nowMs))
    lab.open('visitor')
    lab.forget()
    lab.moderate('owner', { action: 'end' })
    for (const connection of ['owner', 'speaker', 'visitor']) {
      expect(lab.closes(connection)).toEqual([{ code: CLOSE.ended, reason: 'ended' }])
      expect(lab.told(connection)).toContainEqual(expect.objectContaining({ type: 'bye', code: CLOSE.ended }))
    }
    const released = lab.effects.flatMap((effect) => (effect.do === 'release' ? [effect.session] : []))
    expect(released).toHaveLength(3)
    expect(released).toContain(lost)
    expect(lab.room.counters.members).toBe(0)
    for (const connection of ['owner', 'speaker', 'visitor']) lab.do(lab.room.closed(connection, lab.nowMs))
    expect(lab.room.nextDeadlineMs()).toBeUndefined()
  })

  it('leaves a room that can be joined again', () => {
    joinAs('owner', 'speaker')
    lab.moderate('owner', { action: 'end' })
    lab.forget()
    lab.join('again')
    expect(lab.told('again')[0]).toMatchObject({ type: 'welcome', others: 0, headcount: 1 })
    expect(lab.closes('again')).toEqual([])
  })
})

describe('[R1] a room that is deleted', () => {
  it('closes everybody with 4410, at the door too, and tells its Archive nothing', () => {
    lab.keepTalk = true
    joinAs('owner')
    lab.join('b', { keep: true })
    lab.speak('b', packetAt(0, { talkStart: true }))
    lab.open('visitor')
    lab.forget()
    lab.do(lab.room.destroyed(lab.nowMs))
    for (const connection of ['owner', 'b', 'visitor']) {
      expect(lab.closes(connection)).toEqual([{ code: CLOSE.gone, reason: 'gone' }])
      expect(lab.told(connection)).toContainEqual(expect.objectContaining({ type: 'bye', code: CLOSE.gone }))
      lab.do(lab.room.closed(connection, lab.nowMs))
    }
    lab.pass(10_000)
    const asked = lab.effects.filter(({ do: what }) => !['send', 'attach', 'close'].includes(what))
    expect(asked).toEqual([])
    expect(lab.room.nextDeadlineMs()).toBeUndefined()
  })
})
