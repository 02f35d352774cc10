/** axe, which finds what a screen reader, a keyboard or weak eyes would stumble over. */

import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type * as axe from 'axe-core'
import type { Page } from 'playwright-core'

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js')

/** What axe holds against the page as it is now, one line each; also under a policy that lets no script of others in. */
export async function complaints(page: Page): Promise<string[]> {
  await page.evaluate(await readFile(AXE, 'utf8'))
  const { violations } = await page.evaluate(() => (globalThis as unknown as { axe: typeof axe }).axe.run())
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html}\n${failureSummary}`),
  )
}
