/** What the ledger of a wire takes for lost, and for begun anew. */

import { describe, expect, it } from 'vitest'
import { Ledger } from '../../../bench/upload/ledger.ts'

type Headers = Record<string, string>

const headerIn = (headers: Headers) => (name: string) => headers[name]

/** One file on one wire, and a server that says what a test has it say. */
class Line {
  readonly ledger = new Ledger()

  constructor(parts = 1) {
    this.ledger.nextFile(parts)
  }

  asks(method: string, path: string, headers: Headers = {}) {
    const tell = this.ledger.asks({ method, path, header: headerIn(headers) })
    return { told: (status: number, headers: Headers = {}) => tell({ status, header: headerIn(headers) }) }
  }

  begins(upload: string, headers: Headers = {}): void {
    this.asks('POST', '/v1/uploads', headers).told(201, { location: `/v1/uploads/${upload}` })
  }

  joins(upload: string, ...parts: string[]): void {
    const concat = `final;${parts.map((part) => `/v1/uploads/${part}`).join(' ')}`
    this.asks('POST', '/v1/uploads', { 'upload-concat': concat }).told(201, { location: `/v1/uploads/${upload}` })
  }

  sends(upload: string, from: number, to: number): void {
    const sent = this.asks('PATCH', `/v1/uploads/${upload}`, { 'upload-offset': String(from) })
    sent.told(204, { 'upload-offset': String(to) })
  }

  looks(upload: string, status: number, offset?: number): void {
    const said = offset === undefined ? {} : { 'upload-offset': String(offset) }
    this.asks('HEAD', `/v1/uploads/${upload}`).told(status, said)
  }

  get figures() {
    const { lostBytes, restartsFromZero, comparisons } = this.ledger
    return { lostBytes, restartsFromZero, comparisons }
  }
}

describe('ledger', () => {
  it('finds nothing wrong where a server keeps what it has said, and holds every later answer to it', () => {
    const line = new Line()
    line.begins('a')
    line.sends('a', 0, 100)
    line.looks('a', 200, 130)
    line.sends('a', 130, 200)
    expect(line.figures).toEqual({ lostBytes: 0, restartsFromZero: 0, comparisons: 2 })
    expect(line.ledger.complaints).toEqual([])
  })

  it('counts acknowledged bytes that are not there any more, once', () => {
    const line = new Line()
    line.begins('a')
    line.sends('a', 0, 100)
    line.looks('a', 200, 60)
    line.looks('a', 200, 60)
    expect(line.figures).toMatchObject({ lostBytes: 40, restartsFromZero: 0 })
  })

  it('hears of a loss from whoever is refused bytes behind those that are there', () => {
    const line = new Line()
    line.begins('a')
    line.sends('a', 0, 100)
    line.asks('PATCH', '/v1/uploads/a', { 'upload-offset': '100' }).told(409, { 'upload-offset': '64' })
    expect(line.figures).toMatchObject({ lostBytes: 36 })
  })

  it('takes no answer for a loss that was asked for before more was acknowledged', () => {
    const line = new Line()
    line.begins('a')
    line.sends('a', 0, 100)
    const early = line.asks('HEAD', '/v1/uploads/a')
    line.sends('a', 100, 200)
    early.told(200, { 'upload-offset': '100' })
    expect(line.figures).toMatchObject({ lostBytes: 0, restartsFromZero: 0 })
  })

  it('counts an upload that is forgotten with all its bytes, and the one made in its place once', () => {
    const line = new Line()
    line.begins('a')
    line.sends('a', 0, 100)
    line.looks('a', 404)
    line.begins('b')
    line.sends('b', 0, 100)
    expect(line.figures).toMatchObject({ lostBytes: 100, restartsFromZero: 1 })
  })

  it('counts an upload that is there with nothing in it', () => {
    const line = new Line()
    line.begins('a')
    line.sends('a', 0, 100)
    line.looks('a', 200, 0)
    line.sends('a', 0, 100)
    expect(line.figures).toMatchObject({ lostBytes: 100, restartsFromZero: 1 })
  })

  it('counts a sender that makes a second upload of the same file', () => {
    const line = new Line()
    line.begins('a')
    line.sends('a', 0, 100)
    line.begins('b')
    line.sends('b', 0, 50)
    expect(line.figures).toMatchObject({ lostBytes: 0, restartsFromZero: 1 })
  })

  it('counts a sender that goes back to the first byte', () => {
    const line = new Line()
    line.begins('a')
    line.sends('a', 0, 100)
    line.asks('PATCH', '/v1/uploads/a', { 'upload-offset': '0' })
    expect(line.figures).toMatchObject({ restartsFromZero: 1 })
  })

  it('takes nothing for begun anew of which nothing had been acknowledged', () => {
    const line = new Line()
    line.asks('POST', '/v1/uploads')
    line.begins('a')
    line.asks('PATCH', '/v1/uploads/a', { 'upload-offset': '0' })
    line.begins('b')
    line.sends('b', 0, 100)
    expect(line.figures).toEqual({ lostBytes: 0, restartsFromZero: 0, comparisons: 0 })
  })

  it('expects as many uploads as a file has parts, and those of the next file by themselves', () => {
    const line = new Line(2)
    const parts = ['a', 'b']
    for (const part of parts) line.begins(part, { 'upload-concat': 'partial' })
    for (const part of parts) line.sends(part, 0, 100)
    line.joins('f', ...parts)
    line.ledger.nextFile()
    line.begins('c')
    line.sends('c', 0, 100)
    expect(line.figures).toMatchObject({ lostBytes: 0, restartsFromZero: 0 })
    line.begins('d')
    line.sends('d', 0, 100)
    expect(line.figures).toMatchObject({ restartsFromZero: 1 })
  })

  it('lets the server forget what was joined or taken back', () => {
    const line = new Line()
    line.begins('a')
    line.sends('a', 0, 100)
    line.joins('f', 'a')
    line.looks('a', 404)
    line.asks('DELETE', '/v1/uploads/a').told(404)
    expect(line.figures).toMatchObject({ lostBytes: 0, restartsFromZero: 0 })
  })

  it('notes a refusal that no line explains', () => {
    const line = new Line()
    line.begins('a')
    line.looks('a', 423)
    line.looks('a', 503)
    line.asks('PATCH', '/v1/uploads/a').told(415)
    expect(line.ledger.complaints).toEqual(['A request was refused with 415.'])
  })
})
