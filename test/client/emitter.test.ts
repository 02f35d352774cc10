/** The emitter. */

import { expect, it } from 'vitest'
import { Emitter } from '../../src/client/emitter.ts'

interface Events {
  level: (level: number) => void
  over: () => void
}

it('calls every listener of an event with its arguments, until it is taken off', () => {
  const emitter = new Emitter<Events>()
  const heard: string[] = []
  const stop = emitter.on('level', (level) => heard.push(`a${level}`))
  emitter.on('level', (level) => heard.push(`b${level}`))
  emitter.on('over', () => heard.push('over'))
  emitter.emit('level', 1)
  stop()
  emitter.emit('level', 2)
  expect(heard).toEqual(['a1', 'b1', 'b2'])
})

it('lets a listener take itself off, or put another on, while it is called', () => {
  const emitter = new Emitter<Events>()
  const heard: string[] = []
  const stop = emitter.on('over', () => {
    stop()
    emitter.on('over', () => heard.push('new'))
    heard.push('old')
  })
  emitter.emit('over')
  expect(heard).toEqual(['old'])
  emitter.emit('over')
  expect(heard).toEqual(['old', 'new'])
})

it('goes on to the others when one throws, and reports that as uncaught', async () => {
  const emitter = new Emitter<Events>()
  const listeners = process.listeners('uncaughtException')
  process.removeAllListeners('uncaughtException')
  const reported = new Promise((resolve) => process.once('uncaughtException', resolve))
  let called = false
  emitter.on('over', () => {
    throw new Error('mine')
  })
  emitter.on('over', () => {
    called = true
  })
  emitter.emit('over')
  expect(called).toBe(true)
  await expect(reported).resolves.toMatchObject({ message: 'mine' })
  for (const listener of listeners) process.on('uncaughtException', listener)
})
