/** How the room sounds, from the SDK's events to what the screen follows. */

import { beforeEach, expect, it } from 'vitest'
import { Emitter } from '../../../src/client/emitter.ts'
import type { RoomEvents } from '../../../src/client/index.ts'
import { spoken } from '../../../web/app/announce.ts'
import { en } from '../../../web/i18n/en.ts'
import { Sounding } from '../../../web/room/statistics/sounding.ts'
import { roomFigures, speakerFigures } from '../../support/room-figures.ts'

let events: Emitter<RoomEvents>
let sounding: Sounding
beforeEach(() => {
  events = new Emitter()
  sounding = new Sounding({ on: (event, listener) => events.on(event, listener) })
})

const tell = (second: number, lagMs: number) =>
  events.emit('statistics', roomFigures({ atMs: second * 1_000, lagMs, speakers: [speakerFigures()] }))

it('has the latest figures, and those before', () => {
  expect(sounding.latest.value).toBeUndefined()
  tell(1, 50)
  tell(2, 60)
  expect(sounding.latest.value?.lagMs).toBe(60)
  expect(sounding.history.samples.map(({ lagMs }) => lagMs)).toEqual([50, 60])
})

it('says once that the others are heard late, for as long as they are', () => {
  const before = spoken.value
  for (let second = 0; second < 3; second += 1) tell(second, 400)
  expect(spoken.value).toBe(before)
  tell(3, 400)
  const said = spoken.value
  expect(said.text).toBe(en.sound.late(400))
  tell(4, 450)
  expect(sounding.lagMs.value).toBe(450)
  expect(spoken.value).toBe(said)
})

it('hears nothing any more when the room is left', () => {
  sounding.dispose()
  tell(1, 50)
  expect(sounding.latest.value).toBeUndefined()
})
