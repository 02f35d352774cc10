/** Which figure is to blame, and how that is said. */

import { describe, expect, it } from 'vitest'
import { en } from '../../../web/i18n/en.ts'
import { zh } from '../../../web/i18n/zh.ts'
import { reasonOf } from '../../../web/room/statistics/reason.ts'
import { whyOf } from '../../../web/room/statistics/why.ts'
import { connectionFigures, roomFigures, speakerFigures } from '../../support/room-figures.ts'

describe('the reason', () => {
  it('is none while all is good', () => {
    expect(reasonOf(roomFigures({ speakers: [speakerFigures()] }))).toEqual({ is: 'good' })
  })

  it('is the round trip where the line is as bad as anything', () => {
    const connection = connectionFigures({ rttMs: 140, quality: 'fair' })
    const speakers = [speakerFigures({ jitterMs: 40, quality: 'fair' })]
    expect(reasonOf(roomFigures({ connection, speakers, quality: 'fair' }))).toEqual({ is: 'rttMs', figure: 140 })
  })

  it('is that nothing comes back, where the round trips were quick', () => {
    const connection = connectionFigures({ rttMs: 20, quality: 'poor' })
    expect(reasonOf(roomFigures({ connection, quality: 'poor' }))).toEqual({ is: 'stalled' })
    const lost = connectionFigures({ rttMs: undefined, quality: 'poor' })
    expect(reasonOf(roomFigures({ connection: lost, quality: 'poor' }))).toEqual({ is: 'stalled' })
  })

  it('is what went beyond its bound, not what is nearer to the next', () => {
    const speakers = [speakerFigures({ jitterMs: 14, concealedShare: 0.012, quality: 'fair' })]
    const reason = reasonOf(roomFigures({ speakers, quality: 'fair' }))
    expect(reason).toEqual({ is: 'concealedShare', figure: 0.012, member: 2 })
  })

  it('is the worst voice of those who speak now', () => {
    const speakers = [
      speakerFigures({ member: 2, jitterMs: 60, quality: 'poor' }),
      speakerFigures({ member: 3, jitterMs: 90, quality: 'poor' }),
      speakerFigures({ member: 4, jitterMs: 400, quality: 'poor', isPlaying: false }),
    ]
    const reason = reasonOf(roomFigures({ speakers, quality: 'poor' }))
    expect(reason).toEqual({ is: 'jitterMs', figure: 90, member: 3 })
  })
})

describe('the words for it', () => {
  const nameOf = () => 'Grace'

  it('name the person, the figure and what would be good', () => {
    const words = whyOf({ is: 'concealedShare', figure: 0.0712, member: 3 }, en.sound.why, nameOf)
    expect(words).toContain('Grace')
    expect(words).toContain('7.1 %')
    expect(words).toContain('Up to 1 %')
  })

  it.each([
    ['English', en],
    ['简体中文', zh],
  ])('are there for every reason in %s', (_, { sound }) => {
    const said = [
      whyOf({ is: 'good' }, sound.why, nameOf),
      whyOf({ is: 'stalled' }, sound.why, nameOf),
      whyOf({ is: 'rttMs', figure: 139.6 }, sound.why, nameOf),
      whyOf({ is: 'jitterMs', figure: 22.2, member: 3 }, sound.why, nameOf),
    ]
    expect(new Set(said).size).toBe(4)
    expect(said[2]).toMatch(/140.*100/)
    expect(said[3]).toMatch(/Grace.*22.*15/)
  })
})
