/** Whom my voice reaches, on the messages of a real room in which one member is heard at a time. */

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Reach } from '../../web/room/reach.ts'
import { packetAt, RoomLab } from '../support/room-lab.ts'
import { WiredRoom } from '../support/wired-room.ts'

let lab: RoomLab
let wired: WiredRoom
let reach: Reach
beforeEach(() => {
  vi.useFakeTimers()
  lab = new RoomLab()
  lab.maxSpeakers = 1
  lab.join('grace')
  wired = new WiredRoom(lab)
  reach = new Reach(wired.room)
})
afterEach(() => {
  reach.dispose()
  vi.useRealTimers()
})

describe('[W23] what I say', () => {
  it('is heard in a room where nobody else talks', () => {
    wired.say(0, { talkStart: true })
    expect(reach.heard.value).toBe(true)
  })

  it('is not while somebody else has the only place, and is with the end of my talk no matter any more', () => {
    lab.speak('grace', packetAt(0, { talkStart: true, level: 20 }))
    wired.say(0, { talkStart: true, level: 60 })
    expect(reach.heard.value).toBe(false)
    wired.say(2, { talkEnd: true, level: 60 })
    expect(reach.heard.value).toBe(true)
  })

  it('is heard at once when the place falls free in mid-talk', () => {
    lab.speak('grace', packetAt(0, { talkStart: true, level: 20 }))
    wired.say(0, { talkStart: true, level: 60 })
    lab.speak('grace', packetAt(2, { talkEnd: true }))
    for (let slot = 2; slot <= 22; slot += 2) wired.say(slot, { level: 60 })
    expect(reach.heard.value).toBe(true)
  })
})

describe('[C31] who does not receive me', () => {
  /** I talk for 4 s, while Grace answers nothing. */
  const talkPast = () => {
    lab.pongs.set('grace', lab.nowMs)
    for (let slot = 0; slot < 400; slot += 2) {
      wired.say(slot, { talkStart: slot === 0 })
      lab.pass(20)
      wired.settle()
    }
  }
  const missedBy = () => [...reach.missedBy.value].map((member) => wired.room.others.get(member)?.name)

  it('is shown while I talk, and for a breath', () => {
    reach.said()
    talkPast()
    expect(missedBy()).toEqual(['grace'])
    vi.advanceTimersByTime(1_999)
    expect(missedBy()).toEqual(['grace'])
    vi.advanceTimersByTime(1)
    expect(missedBy()).toEqual([])
  })

  it('is shown again when I go on: the room says it once', () => {
    talkPast()
    expect(missedBy()).toEqual([])
    reach.said()
    expect(missedBy()).toEqual(['grace'])
  })

  it('is nobody once they answer again', () => {
    talkPast()
    lab.pongs.set('grace', lab.nowMs)
    reach.said()
    for (let slot = 400; slot < 600; slot += 2) {
      wired.say(slot)
      lab.pass(20)
      wired.settle()
    }
    expect(missedBy()).toEqual([])
  })
})
