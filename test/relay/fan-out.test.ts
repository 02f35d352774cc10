/** Who hears whom. */

import { beforeEach, describe, expect, it } from 'vitest'
import { FanOut } from '../../src/relay/fan-out.ts'

const bytes = new Uint8Array([1, 2, 3])
let sent: [string, Uint8Array][]
let fanOut: FanOut<string>
beforeEach(() => {
  sent = []
  fanOut = new FanOut((listener, message) => void sent.push([listener, message]))
})

describe('the fan-out', () => {
  it('[W13] sends to everybody but the sender, once each, in the order they came', () => {
    for (const listener of ['a', 'b', 'c', 'b']) fanOut.add(listener)
    fanOut.forward('b', bytes)
    expect(sent.map(([listener]) => listener)).toEqual(['a', 'c'])
  })

  it('[W15] sends the very same bytes, not a copy for each', () => {
    fanOut.add('a')
    fanOut.add('b')
    fanOut.forward('speaker', bytes)
    expect(sent.every(([, message]) => message === bytes)).toBe(true)
  })

  it('sends nothing to whoever has gone, even when they go while it sends', () => {
    const leaving = new FanOut<string>((listener) => {
      sent.push([listener, bytes])
      leaving.remove('b')
    })
    for (const listener of ['a', 'b', 'c']) leaving.add(listener)
    leaving.forward('c', bytes)
    leaving.forward('c', bytes)
    expect(sent.map(([listener]) => listener)).toEqual(['a', 'b', 'a'])
  })
})
