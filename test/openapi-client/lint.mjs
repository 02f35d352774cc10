/** Holds a document against the rules of redocly.yaml and prints what they hold against it, one line each. */

import { lint, loadConfig } from '@redocly/openapi-core'

const config = await loadConfig({ configPath: 'redocly.yaml' })
const problems = await lint({ ref: process.argv[2], config })
for (const { severity, ruleId, message, location, ignored } of problems) {
  if (ignored) continue
  console.log(`${severity} ${ruleId} at ${location[0]?.pointer}: ${message.replaceAll('\n', ' ')}`)
}
