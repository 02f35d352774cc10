/** What is done to files and requests is what its name says: right checksums stay right, and a seed makes the same again. */

import { describe, expect, it } from 'vitest'
import { Documented } from '../../../bench/hostile-uploads/documented.ts'
import { mutatedFile } from '../../../bench/hostile-uploads/mutated-file.ts'
import { PAGE_FAULTS, pagesOf } from '../../../bench/hostile-uploads/page-faults.ts'
import { TUS_FAULTS, withFaults } from '../../../bench/hostile-uploads/tus-faults.ts'
import { append } from '../../../bench/hostile-uploads/tus-request.ts'
import { Dice } from '../../../bench/trials/hostile/dice.ts'
import { readPage } from '../../../src/clips/ogg-page.ts'
import { fileOf, pagesOf as partsOf, sounds } from '../../clips/ogg-file.ts'

const parts = { audio: [{ packets: sounds(3) }, { packets: sounds(2) }] }
const file = fileOf(parts)
const other = fileOf({ audio: [{ packets: sounds(7) }] })

describe('files', () => {
  it.each(Object.entries(PAGE_FAULTS))('have pages with right checksums after %s', (_, fault) => {
    const changed = Array.from({ length: 40 }, (_, seed) => fault(new Dice(seed), partsOf(parts), [other]))
    // A lacing that is longer than the rest of its page, or a header of another version, makes no page.
    const pages = changed.flat()
    expect(pages.filter((page) => readPage(page, 0) !== undefined).length).toBeGreaterThan(pages.length / 3)
    expect(changed.some((pages) => !Buffer.concat(pages).equals(file))).toBe(true)
  })

  it('are the same from the same seed', () => {
    expect(mutatedFile(new Dice(5), [file])).toEqual(mutatedFile(new Dice(5), [file]))
    expect(pagesOf(file)).toEqual(partsOf(parts))
  })
})

describe('requests', () => {
  const good = append('token', '/v1/uploads/AAAAAAAAAAAAAAAAAAAAAA', 0, file)
  const others = { tokens: ['other'], uploads: ['/v1/uploads/BAAAAAAAAAAAAAAAAAAAAA'] }

  it.each(Object.entries(TUS_FAULTS))('are changed by %s', (_, fault) => {
    const changed = Array.from({ length: 40 }, (_, seed) => fault(new Dice(seed), good, others))
    expect(changed.some((request) => JSON.stringify(request) !== JSON.stringify(good))).toBe(true)
  })

  it('break off only where they have more to say', () => {
    for (let seed = 0; seed < 500; seed += 1) {
      const { body, cutAt } = withFaults(new Dice(seed), good, others)
      if (cutAt !== undefined) expect((body as Uint8Array).length).toBeGreaterThan(cutAt)
    }
  })
})

describe('the document', () => {
  const documented = new Documented({
    '/v1/uploads': { post: { responses: { 201: {}, 400: {} } } },
    '/v1/uploads/{upload}': { get: { responses: { 200: {}, 404: {} } }, patch: { responses: { 204: {}, 405: {} } } },
  })

  it.each([
    [true, 201, 'POST', '/v1/uploads?x', undefined],
    [false, 200, 'POST', '/v1/uploads', undefined],
    [true, 200, 'HEAD', '/v1/uploads/abc', undefined],
    [true, 200, 'POST', '/v1/uploads/abc', 'head'],
    [false, 201, 'POST', '/v1/uploads/abc', 'HEAD'],
    [true, 405, 'PATCH', '/v1/uploads/abc', 'PUT'],
    [false, 405, 'POST', '/v1/uploads', 'GET'],
    [false, 404, 'POST', '/v1/uploads', 'GET'],
    [false, 431, 'PATCH', '/v1/uploads/abc', 'B A D'],
    [true, 405, 'PATCH', '/v1/uploads', undefined],
    [false, 200, 'PATCH', '/v1/uploads', undefined],
    [true, 404, 'POST', '/v1/elsewhere', undefined],
    [false, 500, 'POST', '/v1/elsewhere', undefined],
  ])('says %s of %i to %s %s', (isKnown, status, method, path, override) => {
    expect(documented.has(status, method, path, override)).toBe(isKnown)
  })
})
