/** Tests the keeper of import directions on small trees: what it must refuse, and that it refuses nothing else. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { checkImports } from '../../scripts/check-imports.mjs'

const roots: string[] = []

afterEach(() => {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true })
})

function check(files: Record<string, string>): string[] {
  const root = mkdtempSync(join(tmpdir(), 'earshot-imports-'))
  roots.push(root)
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true })
    writeFileSync(join(root, name), text)
  }
  return checkImports(root)
}

it('lets imports through that follow the map', () => {
  const faults = check({
    'src/protocol/packet.ts': "import * as v from 'valibot'",
    'src/room/live-room.ts': "import { a } from '../protocol/packet.ts'\nimport type { B } from '../archive/log.ts'",
    'src/archive/log.ts': "export * from './numbers.ts'",
    'src/archive/numbers.ts': '',
    'web/main.tsx': "import { joinRoom } from '../src/client/index.ts'",
    'src/client/index.ts': '',
  })
  expect(faults).toEqual([])
})

it('refuses what goes against the map', () => {
  const faults = check({
    'src/protocol/packet.ts': "import { a } from '../room/live-room.ts'",
    'src/room/live-room.ts': "import { readFile } from 'node:fs'\nimport { append } from '../archive/log.ts'",
    'src/archive/log.ts': '',
    'web/main.tsx': "import { emitter } from '../src/client/emitter.ts'",
    'src/client/emitter.ts': '',
    'src/elsewhere/new.ts': "import './missing.ts'",
  })
  expect(faults).toEqual([
    'src/elsewhere/new.ts belongs to no zone of scripts/import-directions.mjs.',
    'src/protocol/packet.ts imports src/room/live-room.ts: src/protocol may import nothing.',
    'src/room/live-room.ts imports the package node:fs: src/room may not.',
    'src/room/live-room.ts imports src/archive/log.ts: src/room may import src/relay, src/protocol (types: src/archive).',
    'web/main.tsx imports src/client/emitter.ts: web may import src/client/index.ts.',
  ])
})

it('refuses circles and files without their ending', () => {
  const faults = check({
    'src/audio/a.ts': "import { b } from './b.ts'",
    'src/audio/b.ts': "import { c } from './c.ts'",
    'src/audio/c.ts': "import { a } from './a.ts'",
    'src/audio/d.ts': "import { a } from './a'",
  })
  expect(faults).toEqual([
    'src/audio/d.ts imports ./a, which is no file: write the path with its ending.',
    'Imports go in a circle: src/audio/a.ts → src/audio/b.ts → src/audio/c.ts → src/audio/a.ts.',
  ])
})
