/** What the soak of uploads takes for lost, doubled, invalid and begun anew. */

import { describe, expect, it } from 'vitest'
import { Ledger } from '../../../bench/upload/ledger.ts'
import { type Evidence, isSpotless, verdictOn } from '../../../bench/upload/verdict.ts'

const sent = (clip: string, changes = {}) => ({ clip, bytes: 1_000, lostBytes: 0, lostMs: 0, ...changes })

const evidence = (changes: Partial<Evidence> = {}): Evidence => ({
  messages: [sent('one'), sent('two')],
  logged: ['one', 'two'],
  faulty: [],
  misplaced: [],
  ledgers: [new Ledger()],
  complaints: [],
  ...changes,
})

const CLEAN = { lostBytes: 0, lostSeconds: 0, duplicates: 0, invalidClips: 0, restartsFromZero: 0, findings: [] }

describe('verdict on uploads', () => {
  it('finds nothing wrong where every message is there once', () => {
    const verdict = verdictOn(evidence())
    expect(verdict).toEqual({ messages: 2, bytes: 2_000, comparisons: 0, ...CLEAN })
    expect(isSpotless(verdict)).toBe(true)
  })

  it.each([
    ['lostBytes', { messages: [sent('one', { lostBytes: 1_000 }), sent('two')] }, 1_000],
    ['lostBytes', { ledgers: [{ lostBytes: 7, restartsFromZero: 0, comparisons: 1, complaints: [] }] }, 7],
    ['lostSeconds', { messages: [sent('one', { lostMs: 1_500 }), sent('two')] }, 1.5],
    ['duplicates', { logged: ['one', 'two', 'one'] }, 1],
    ['duplicates', { logged: ['one', 'two', 'stray'] }, 1],
    ['invalidClips', { faulty: [{ id: 'one', faults: ['has another checksum'] }] }, 1],
    ['invalidClips', { misplaced: ['stray'] }, 1],
    ['restartsFromZero', { ledgers: [{ lostBytes: 0, restartsFromZero: 2, comparisons: 1, complaints: [] }] }, 2],
  ] as const)('counts %s of %j', (figure, change, count) => {
    const verdict = verdictOn(evidence(change as Partial<Evidence>))
    expect(verdict).toMatchObject({ ...CLEAN, findings: expect.anything(), [figure]: count })
    expect(isSpotless(verdict)).toBe(false)
  })

  it('takes a doubled message for doubled though another one is missing', () => {
    const verdict = verdictOn(
      evidence({ messages: [sent('one'), sent('two', { lostMs: 20 })], logged: ['one', 'one'] }),
    )
    expect(verdict).toMatchObject({ duplicates: 1, lostSeconds: 0.02 })
  })

  it('is not spotless where somebody complains', () => {
    expect(isSpotless(verdictOn(evidence({ complaints: ['An upload did not get through.'] })))).toBe(false)
  })
})
