/**
 * The API's document as others meet it: a public linter holds nothing against it, and a client that is generated from it
 * compiles and works against the server that served it.
 */

import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Runtime, startRuntime } from '../../bench/runtime.ts'
import { installedClientPackage } from '../support/openapi-client.ts'

const DOCUMENT = 'openapi.json'

let folder: string
let runtime: Runtime

beforeAll(async () => {
  runtime = await startRuntime()
  folder = installedClientPackage()
  const answer = await fetch(`${runtime.origin}/v1/openapi.json`)
  writeFileSync(join(folder, DOCUMENT), await answer.text())
})

afterAll(() => runtime?.kill())

/** What a program of that package prints; throws what it complains about when it fails. */
function run(program: string, ...args: string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], { cwd: folder, encoding: 'utf8' })
  if (status !== 0) throw new Error(`${program} ended with ${status}:\n${stdout}${stderr}`)
  return stdout
}

it('has nothing held against its document by the linter', () => {
  expect(run('lint.mjs', DOCUMENT)).toBe('')
})

it('has its linter find what is wrong', () => {
  writeFileSync(join(folder, 'wrong.json'), '{ "openapi": "3.1.0", "info": { "title": "Wrong" }, "paths": {} }')
  expect(run('lint.mjs', 'wrong.json')).toMatch(/^error struct at #\/info: /m)
})

it('serves a client that is generated from its document and compiled', () => {
  run('node_modules/openapi-typescript/bin/cli.js', DOCUMENT, '--output', 'earshot.d.ts')
  run('node_modules/typescript/bin/tsc', '--project', '.')
  expect(JSON.parse(run('program.js', runtime.origin))).toEqual({
    ...{ room: 'Generated', role: 'owner', clips: 0, entries: 0 },
    ...{ requestId: true, refusedFor: 'token-missing' },
  })
})

it('has its compiler find what the document does not allow', () => {
  const wrong = "import createClient from 'openapi-fetch'\nimport type { paths } from './earshot.js'\n".concat(
    "createClient<paths>({}).POST('/v1/rooms', { body: { name: 5 } })\n",
  )
  writeFileSync(join(folder, 'program.ts'), wrong)
  expect(() => run('node_modules/typescript/bin/tsc', '--project', '.', '--noEmit')).toThrow(
    "Type 'number' is not assignable to type 'string",
  )
})
