/** docs/protocol.md is normative: its tables and examples are held against the code. */

import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readClientMessage } from '../../src/protocol/client-message.ts'
import { afterClose, CLOSE } from '../../src/protocol/close-codes.ts'
import { ERROR_CODES, readRoomMessage } from '../../src/protocol/room-message.ts'

const page = readFileSync(new URL('../../docs/protocol.md', import.meta.url), 'utf8')

describe('docs/protocol.md', () => {
  it('[R1] lists the close codes, and what to do about each', () => {
    const rows = [...page.matchAll(/^\| (\d{4}) \| (\w+) \| .* \| (.*) \|$/gm)]
    expect(Object.fromEntries(rows.map(([, code, name]) => [name, Number(code)]))).toEqual(CLOSE)
    const words = { stop: 'stops', resume: 'resumes', 'renew-token': 'gets a new token', wait: 'waits' }
    for (const [, code, , action] of rows) expect(action).toContain(words[afterClose(Number(code))])
  })

  it('[R2] resumes after any other code', () => {
    expect([1001, 1006, 1011, 1012].map(afterClose)).toEqual(['resume', 'resume', 'resume', 'resume'])
  })

  it('[C22] lists the error codes', () => {
    const section = page.slice(page.indexOf('**C22**'), page.indexOf('**C23**'))
    const rows = [...section.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, code]) => code)
    expect(rows).toEqual(ERROR_CODES)
  })

  it('shows examples that the schemas accept', () => {
    const examples = [...page.matchAll(/```json\n([\s\S]*?)```/g)].flatMap(([, block]) => messagesIn(block ?? ''))
    expect(examples.length).toBeGreaterThan(14)
    for (const example of examples) {
      const readable = readClientMessage(example).ok || readRoomMessage(example) !== undefined
      expect(readable, example).toBe(true)
    }
  })
})

/** Each example begins a line with a brace; abbreviated ids are filled up to their length. */
function messagesIn(block: string): string[] {
  const full = block.replaceAll('Zk3…22 characters…', 'Zk3AAAAAAAAAAAAAAAAAAA')
  return full
    .split(/\n(?=\{)/)
    .map((text) => text.trim())
    .filter((text) => text !== '')
}
