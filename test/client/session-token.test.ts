/** A session's token: renewed over the line, so that the application is asked for one as seldom as can be. */

import { beforeEach, describe, expect, it } from 'vitest'
import { SessionStage } from '../support/session-stage.ts'

/** Good for a quarter of an hour from `iat`, in seconds since 1970. */
const jwt = (iat: number) => `e30.${btoa(JSON.stringify({ iat, exp: iat + 900 }))}.x`

let stage: SessionStage
beforeEach(() => {
  stage = new SessionStage()
  stage.connect()
  stage.command({ type: 'token', token: jwt(0) }).forget()
})

/** Lets time pass on a line that answers. */
const wait = (ms: number) => {
  for (let waited = 0; waited < ms; waited += 1_000) stage.pong().pass(1_000)
}
const renewals = () => stage.sent.filter((message) => (message as { type?: string }).type === 'renew').length

describe('[C40] on a line that is there', () => {
  it('is renewed before it expires, again and again: the application is asked for none', () => {
    for (let minute = 0; minute < 60; minute += 10) {
      wait(599_000)
      expect(renewals()).toBe(minute / 10)
      wait(1_000)
      expect(renewals()).toBe(minute / 10 + 1)
      const token = jwt(stage.nowMs / 1_000)
      stage.room({ type: 'token', token, expiresAtMs: stage.nowMs + 900_000 })
      expect(stage.told.at(-1)).toEqual({ type: 'renewed', token })
    }
    stage.forget().drop().pass(100)
    expect(stage.tolds('token-wanted')).toEqual([])
    expect(stage.done.at(-1)).toEqual({ do: 'connect', token: jwt(3_600) })
  })

  it('is not asked for again because something else was refused', () => {
    wait(600_000)
    stage.room({ type: 'error', code: 'not-reachable', message: 'They are away.' })
    wait(20_000)
    expect(renewals()).toBe(1)
  })

  it('is asked for again 10 s after the room has said that this is too often', () => {
    wait(600_000)
    stage.room({ type: 'error', code: 'too-often', message: 'Wait.' })
    wait(9_000)
    expect(renewals()).toBe(1)
    wait(2_000)
    expect(renewals()).toBe(2)
  })
})

it('is not asked for while the line is away; then as soon as it is back', () => {
  wait(599_000)
  stage.drop()
  stage.pass(30_000)
  expect(renewals()).toBe(0)
  stage.note(stage.session.opened()).welcome({})
  wait(1_000)
  expect(renewals()).toBe(1)
})
