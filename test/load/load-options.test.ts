/** What `npm run load` takes and what it answers to the rest. */

import { describe, expect, it } from 'vitest'
import { HELP, type LoadOptions, readLoadOptions } from '../../bench/load/load-options.ts'

const read = (line: string) => readLoadOptions(line.split(' ').filter((part) => part !== ''))

function optionsOf(line: string): LoadOptions {
  const reading = read(line)
  if (reading.ok !== true) throw new Error(reading.ok === 'help' ? HELP : reading.message)
  return reading.options
}

const messageOf = (line: string): string => {
  const reading = read(line)
  return reading.ok === false ? reading.message : ''
}

describe('the options', () => {
  it('need not be given', () => {
    expect(optionsOf('')).toEqual({
      origin: 'http://127.0.0.1:8787',
      room: undefined,
      listeners: 20,
      speakers: 2,
      seconds: 10,
      rampSeconds: 1,
      stall: 0,
      drop: 0,
      json: undefined,
    })
  })

  it('are read', () => {
    const line = '--url https://voice.example/ --room R --secret S --listeners 200 --speakers 4 --seconds 30 --ramp 7'
    expect(optionsOf(`${line} --stall 2 --drop=3 --json a/b.json`)).toEqual({
      origin: 'https://voice.example',
      room: { id: 'R', secret: 'S' },
      listeners: 200,
      speakers: 4,
      seconds: 30,
      rampSeconds: 7,
      stall: 2,
      drop: 3,
      json: 'a/b.json',
    })
  })

  it('take a room and a secret that begin with a dash, as one in 64 does', () => {
    expect(read('--room -R_ --secret -m-f --listeners 3')).toMatchObject({
      options: { room: { id: '-R_', secret: '-m-f' } },
    })
  })

  it('let a hundred join in a second unless another ramp is asked for', () => {
    expect([optionsOf('--listeners 950 --speakers 50').rampSeconds, optionsOf('--ramp 0').rampSeconds]).toEqual([10, 0])
  })

  it('all stand in the help', () => {
    expect(read('--seconds 5 --help').ok).toBe('help')
    for (const name of [
      'url',
      'create',
      'room',
      'secret',
      'listeners',
      'speakers',
      'seconds',
      'ramp',
      'stall',
      'drop',
      'json',
    ])
      expect(HELP).toContain(`--${name} `)
  })
})

describe('what cannot be done is refused with a sentence that says what can', () => {
  it.each([
    ['--seconds 0', '--seconds takes a whole number from 1 to 600, and not "0".'],
    ['--seconds 601', 'from 1 to 600'],
    ['--listeners 5001', 'from 0 to 5000'],
    ['--listeners 2.5', 'a whole number'],
    ['--listeners 1e3', 'a whole number'],
    ['--speakers many', 'not "many"'],
    ['--ramp 121', 'from 0 to 120'],
    ['--listeners 5 --stall 6', '--stall takes a whole number from 0 to 5'],
    ['--listeners 5 --stall 3 --drop 3', '--drop takes a whole number from 0 to 2'],
    ['--listeners 0 --speakers 1', 'nobody to hear'],
    ['--url voice.example', 'takes an address'],
    ['--url ftp://voice.example', 'takes an address'],
    ['--url https://voice.example/r/R#S', 'give --room ID and --secret SECRET'],
    ['--room R', 'go together'],
    ['--secret S', 'go together'],
    ['--create --room R --secret S', 'not both'],
    ['--listener 5', '--listener'],
    ['20', '20'],
    ['--seconds', '--seconds'],
  ])('%s', (line, sentence) => {
    expect(messageOf(line)).toContain(sentence)
    expect(messageOf(line)).toContain('--help')
  })
})
