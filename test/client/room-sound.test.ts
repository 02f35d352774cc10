/** A room's hold on microphone and speakers, on worklets that are not there. */

import { beforeEach, describe, expect, it } from 'vitest'
import { RoomSound } from '../../src/client/room-sound.ts'
import { FakeSound } from '../support/fake-sound.ts'
import { view } from '../support/room-words.ts'
import { PROFILE } from '../support/session-stage.ts'

let graph: FakeSound
let sound: RoomSound
beforeEach(() => {
  graph = new FakeSound()
  sound = new RoomSound(graph, 'open', { ...view(0), ...PROFILE })
})

describe('a microphone that something else uses', () => {
  it('sends nothing to the room, whatever is switched meanwhile', () => {
    sound.held = true
    sound.mode = 'push'
    sound.pressed = true
    expect(graph.switches?.muted).toBe(true)
  })

  it('sends as before when it is given back', () => {
    sound.held = true
    sound.held = false
    expect(graph.switches).toEqual({ mode: 'open', pressed: false, muted: false })
    sound.me = { ...view(0), ...PROFILE, muted: true }
    sound.held = true
    sound.held = false
    expect(graph.switches?.muted).toBe(true)
  })
})
