/** The gate, frame by frame of 20 ms. `>` starts a spurt, `=` continues it, `.` sends nothing, `|` ends the talk. */

import { describe, expect, it } from 'vitest'
import { TalkGate, type TalkSwitches } from '../../src/audio/talk-gate.ts'

const SIGNS = { start: '>', continue: '=', nothing: '.', end: '|' } as const
const FRAME_MS = 20

/** A gate with its clock. */
class Bench {
  readonly gate = new TalkGate()
  #nowMs = 0

  set(switches: Partial<TalkSwitches>): this {
    this.gate.switches = { ...this.gate.switches, ...switches }
    return this
  }

  /** Lets one frame pass for each character of `voice`: `x` holds a voice, `.` none. */
  pass(voice: string): string {
    return [...voice].map((frame) => this.#next(frame === 'x')).join('')
  }

  #next(speaking: boolean): string {
    const verdict = this.gate.next(speaking, this.#nowMs)
    this.#nowMs += FRAME_MS
    return SIGNS[verdict]
  }
}

describe('open microphone', () => {
  it('sends while there is a voice', () => {
    expect(new Bench().pass('..xxx..x.')).toBe('..>==..>.')
  })

  it('[W19] ends the talk after 1.5 s without one, once', () => {
    const bench = new Bench()
    bench.pass('xx')
    expect(bench.pass('.'.repeat(80))).toBe(`${'.'.repeat(75)}|....`)
  })

  it('begins another talk after that', () => {
    const bench = new Bench()
    bench.pass(`xx${'.'.repeat(80)}`)
    expect(bench.pass('xx')).toBe('>=')
  })

  it('[W18] starts a spurt of the same talk after a shorter pause', () => {
    const bench = new Bench()
    bench.pass('xx')
    expect(bench.pass(`${'.'.repeat(70)}x`)).toBe(`${'.'.repeat(70)}>`)
  })
})

describe('push-to-talk', () => {
  const bench = () => new Bench().set({ mode: 'push' })

  it('sends nothing until the key is down, whatever is said', () => {
    expect(bench().pass('xxxx')).toBe('....')
  })

  it('sends everything while it is down, silence too', () => {
    expect(bench().set({ pressed: true }).pass('.xx..')).toBe('>====')
  })

  it('[W19] goes on for 400 ms when it is let go, then ends the talk', () => {
    const pushed = bench().set({ pressed: true })
    pushed.pass('xxx')
    expect(pushed.set({ pressed: false }).pass('.'.repeat(24))).toBe(`${'='.repeat(20)}|...`)
  })

  it('goes on without a break when the key is down again within the tail', () => {
    const pushed = bench().set({ pressed: true })
    pushed.pass('xxx')
    pushed.set({ pressed: false }).pass('.....')
    expect(pushed.set({ pressed: true }).pass('xx')).toBe('==')
  })

  it('has a whole tail again after that', () => {
    const pushed = bench().set({ pressed: true })
    pushed.pass('x')
    pushed.set({ pressed: false }).pass('.'.repeat(19))
    pushed.set({ pressed: true }).pass('x')
    expect(pushed.set({ pressed: false }).pass('.'.repeat(21))).toBe(`${'='.repeat(20)}|`)
  })
})

describe('mute', () => {
  it('[W19] ends the talk at once', () => {
    const bench = new Bench()
    bench.pass('xx')
    expect(bench.set({ muted: true }).pass('xxx')).toBe('|..')
  })

  it('ends it within the tail of push-to-talk', () => {
    const bench = new Bench().set({ mode: 'push', pressed: true })
    bench.pass('xx')
    bench.set({ pressed: false }).pass('..')
    expect(bench.set({ muted: true }).pass('..')).toBe('|.')
  })

  it('ends it within a pause', () => {
    const bench = new Bench()
    bench.pass('xx..')
    expect(bench.set({ muted: true }).pass('..')).toBe('|.')
  })

  it('outlasts the key', () => {
    expect(new Bench().set({ mode: 'push', muted: true, pressed: true }).pass('xx')).toBe('..')
  })

  it('starts a spurt when it is lifted in mid-speech', () => {
    const bench = new Bench().set({ muted: true })
    bench.pass('xx')
    expect(bench.set({ muted: false }).pass('xx')).toBe('>=')
  })
})

describe('changing the mode', () => {
  it('to push-to-talk in mid-speech lets the last syllable pass', () => {
    const bench = new Bench()
    bench.pass('xx')
    expect(bench.set({ mode: 'push' }).pass('x'.repeat(22))).toBe(`${'='.repeat(20)}|.`)
  })

  it('to push-to-talk in a pause ends the talk', () => {
    const bench = new Bench()
    bench.pass('xx..')
    expect(bench.set({ mode: 'push' }).pass('.')).toBe('|')
  })

  it('to open microphone with the key down goes on while there is a voice', () => {
    const bench = new Bench().set({ mode: 'push', pressed: true })
    bench.pass('xx')
    expect(bench.set({ mode: 'open' }).pass('xx..x')).toBe('==..>')
  })
})
