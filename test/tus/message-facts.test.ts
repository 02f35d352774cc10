/** What is said of a message in its metadata: taken, left aside, or refused. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readWishes } from '../../src/tus/message-facts.ts'
import { readMetadata } from '../../src/tus/metadata.ts'
import { ID, metadataOf, OTHER } from './requests.ts'

const read = (values: Record<string, string>) => readWishes(readMetadata(metadataOf(values)) ?? new Map())
const factsOf = (values: Record<string, string>) => {
  const wishes = read(values)
  return wishes.ok ? wishes.facts : wishes.reason
}
const waveform = Array.from({ length: 30 }, (_, at) => at * 8)

describe('[U12] the metadata of a message', () => {
  it('may say nothing', () => {
    const facts = { recordedAtMs: null, waveform: null, replyTo: null, burnDays: null, ack: 'stored' }
    expect(read({})).toEqual({ ok: true, facts, message: null, name: null })
    expect(read({ filename: 'a.opus', filetype: '', recorded: '', ack: '' })).toMatchObject({ ok: true, facts })
  })

  it('may say everything', () => {
    const said = {
      recorded: '1795219200000',
      waveform: waveform.join(','),
      reply: `${OTHER}@61500`,
      burn: '7',
      ack: 'indexed',
    }
    expect(read({ ...said, message: ID, name: '  Ada ', filetype: 'audio/ogg; codecs=opus' })).toEqual({
      ok: true,
      facts: {
        recordedAtMs: 1_795_219_200_000,
        waveform,
        replyTo: { clip: OTHER, atMs: 61_500 },
        burnDays: 7,
        ack: 'indexed',
      },
      ...{ message: ID, name: 'Ada' },
    })
  })

  it.each(['audio/ogg', 'AUDIO/OGG', 'audio/opus', 'application/ogg;codecs=opus', ' audio/ogg ; codecs="opus"'])(
    'may be of type %s',
    (filetype) => {
      expect(read({ filetype }).ok).toBe(true)
    },
  )

  it.each(['audio/mpeg', 'audio/oggs', 'audio/webm;codecs=opus', 'video/ogg', 'ogg', 'audio/ogg,audio/mpeg'])(
    'may not be of type %s',
    (filetype) => {
      expect(read({ filetype })).toEqual({ ok: false, reason: 'not-a-clip-type' })
    },
  )

  it.each([
    ['message', 'mine', 'wrong-message'],
    ['message', `${ID}A`, 'wrong-message'],
    ['name', ' ', 'wrong-name'],
    ['name', 'A\nB', 'wrong-name'],
    ['name', 'x'.repeat(65), 'wrong-name'],
    ['recorded', '-1', 'wrong-recorded'],
    ['recorded', '2026-11-21', 'wrong-recorded'],
    ['recorded', '1e3', 'wrong-recorded'],
    ['reply', ID, 'wrong-reply'],
    ['reply', `${ID}@`, 'wrong-reply'],
    ['reply', `${ID}@1@2`, 'wrong-reply'],
    ['reply', 'clip@5', 'wrong-reply'],
    ['burn', '0', 'wrong-burn'],
    ['burn', '31', 'wrong-burn'],
    ['burn', 'soon', 'wrong-burn'],
    ['ack', 'heard', 'wrong-ack'],
  ])('is refused with %s "%s"', (key, value, reason) => {
    expect(factsOf({ [key]: value })).toBe(reason)
  })

  it('is refused where a value of ours is no text', () => {
    const header = `message ${Buffer.of(0xff, 0xfe).toString('base64')}`
    expect(readWishes(readMetadata(header) ?? new Map())).toEqual({ ok: false, reason: 'wrong-message' })
  })

  it.each([
    ['too few heights', waveform.slice(1)],
    ['too many', Array.from({ length: 121 }, () => 1)],
    ['one that is too high', [...waveform.slice(1), 257]],
    ['one that is no number', [...waveform.slice(1), 'x']],
    ['one that is missing', [...waveform, '']],
  ])('has no picture with %s', (_, heights) => {
    expect(factsOf({ waveform: heights.join(',') })).toMatchObject({ waveform: null })
  })

  it('takes the name of a file, which Uppy sends as both, for nobody’s', () => {
    const file = `${'speech '.repeat(12)}.opus`
    expect(read({ name: file, filename: file, type: 'audio/ogg', filetype: 'audio/ogg' })).toMatchObject({
      ok: true,
      name: null,
    })
  })

  it('never throws, whatever any key says', () => {
    const keys = ['filetype', 'message', 'name', 'recorded', 'reply', 'burn', 'ack', 'waveform', 'filename', 'other']
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 40 }),
      fc.string().map((text) => Buffer.from(text)),
    )
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...keys), bytes), (values) => {
        const wishes = readWishes(new Map(Object.entries(values)))
        if (wishes.ok)
          expect([null, ...Array.from({ length: 30 }, (_, day) => day + 1)]).toContain(wishes.facts.burnDays)
      }),
    )
  })
})
