/** Muted and deafened, as users know the two switches. */

import { describe, expect, it } from 'vitest'
import { OwnState } from '../../src/client/own-state.ts'

const ownState = (muted: boolean, deafened: boolean) => new OwnState({ name: 'Ada', muted, deafened, keep: false })
const pair = ({ profile: { muted, deafened } }: OwnState) => ({ muted, deafened })
const NEITHER = { muted: false, deafened: false }
const MUTED = { muted: true, deafened: false }
const BOTH = { muted: true, deafened: true }

describe('being deafened', () => {
  it('is being muted too', () => {
    const own = ownState(false, false)
    own.setDeafened(true)
    expect(pair(own)).toEqual(BOTH)
  })

  it.each([
    ['heard', NEITHER],
    ['muted', MUTED],
  ])('gives back on its end that one was %s before', (_, before) => {
    const own = ownState(before.muted, before.deafened)
    own.setDeafened(true)
    own.setDeafened(true)
    own.setDeafened(false)
    expect(pair(own)).toEqual(before)
  })

  it('ends muted for who was muted meanwhile', () => {
    const own = ownState(false, false)
    own.setDeafened(true)
    own.setMuted(true)
    own.setDeafened(false)
    expect(pair(own)).toEqual(MUTED)
  })

  it('ends with unmuting', () => {
    const own = ownState(false, true)
    expect(pair(own)).toEqual(BOTH)
    own.setMuted(false)
    expect(pair(own)).toEqual(NEITHER)
  })

  it('does not end with muting', () => {
    const own = ownState(false, true)
    own.setMuted(true)
    expect(pair(own)).toEqual(BOTH)
  })
})
