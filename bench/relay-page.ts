/**
 * Writes what `npm run bench:relay` has measured into docs/performance.md, and draws its pictures. Measures nothing.
 *
 *     npm run bench:relay-page
 */

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fill, pictures, sections } from './relay/page/page.ts'
import type { Result } from './relay/page/results.ts'

const RESULTS = 'bench/results/relay.json'
const PAGE = 'docs/performance.md'
const PICTURES = 'docs/performance'

const results: Result[] = JSON.parse(readFileSync(RESULTS, 'utf8'))
writeFileSync(PAGE, fill(readFileSync(PAGE, 'utf8'), sections(results)))
mkdirSync(PICTURES, { recursive: true })
for (const [name, picture] of Object.entries(pictures(results))) writeFileSync(join(PICTURES, name), picture)
console.log(`Written: ${PAGE} and its pictures, from ${RESULTS}`)
