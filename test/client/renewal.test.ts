/** When a token is renewed, under a virtual clock. */

import { beforeEach, describe, expect, it } from 'vitest'
import { Renewal } from '../../src/client/renewal.ts'

/** Unsigned: nobody checks it here. Times in seconds since 1970. */
const jwt = (claims: { iat?: number; exp?: number }) => `e30.${btoa(JSON.stringify(claims))}.x`
/** A quarter of an hour from 1,000 s on. */
const TOKEN = jwt({ iat: 1_000, exp: 1_900 })
const NEXT = jwt({ iat: 1_600, exp: 2_500 })

let renewal: Renewal
beforeEach(() => {
  renewal = new Renewal()
})

describe('[C40] a token is renewed', () => {
  it('when two thirds of its life are over', () => {
    renewal.keep(TOKEN, 1_000_000)
    expect(renewal.nextDeadlineMs()).toBe(1_600_000)
    expect(renewal.isDue(1_599_999)).toBe(false)
    expect(renewal.isDue(1_600_000)).toBe(true)
  })

  it('by its age, where the application had it for a while', () => {
    renewal.keep(TOKEN, 1_500_000)
    expect(renewal.nextDeadlineMs()).toBe(1_600_000)
  })

  it('from when it came, where it does not say when it was made', () => {
    renewal.keep(jwt({ exp: 1_900 }), 1_300_000)
    expect(renewal.nextDeadlineMs()).toBe(1_700_000)
  })

  it('no later, where this clock is behind the server’s', () => {
    renewal.keep(TOKEN, 400_000)
    expect(renewal.nextDeadlineMs()).toBe(1_000_000)
  })

  it('not over and over, where it is ahead by more than a life: what the room has just given is new', () => {
    renewal.keep(TOKEN, 9_000_000)
    expect(renewal.isDue(9_000_000)).toBe(true)
    renewal.renewed(NEXT, 9_000_100)
    expect(renewal.nextDeadlineMs()).toBe(9_600_100)
  })

  it('never, where it does not say how long it is good', () => {
    renewal.keep('opaque', 0)
    expect(renewal.nextDeadlineMs()).toBeUndefined()
    renewal.keep(TOKEN, 1_000_000)
    renewal.keep('opaque', 1_000_000)
    expect(renewal.isDue(9_000_000)).toBe(false)
  })
})

describe('[C40] a question', () => {
  beforeEach(() => {
    renewal.keep(TOKEN, 1_000_000)
    renewal.isDue(1_600_000)
  })

  it('without an answer is asked again after 30 s, then ever more seldom', () => {
    const askedAtS = []
    for (let atS = 1_601; atS < 2_500; atS += 1) if (renewal.isDue(atS * 1_000)) askedAtS.push(atS)
    expect(askedAtS).toEqual([1_630, 1_690, 1_810, 2_050])
  })

  it('too often is asked again after 10 s', () => {
    renewal.refused(1_600_050)
    expect(renewal.nextDeadlineMs()).toBe(1_610_050)
  })

  it('that is answered begins the next life', () => {
    renewal.renewed(NEXT, 1_600_100)
    expect(renewal.nextDeadlineMs()).toBe(2_200_100)
    renewal.refused(1_600_200)
    expect(renewal.nextDeadlineMs()).toBe(2_200_100)
  })
})
