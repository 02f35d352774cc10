/**
 * House rules that no linter knows: a file opens with its header comment and stays small; a test neither waits for the
 * clock in the unit projects, nor is skipped, nor shuts the others out.
 */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sourceFiles } from './source-files.mjs'

const FOLDERS = ['src', 'durable-objects', 'web', 'test', 'bench', 'scripts']
/** Past this a file does more than one thing. */
const MAX_LINES = 250
const NARROWED =
  /\b(?:describe|it|test|suite|bench|ctx|context)(?:\.\w+)*\.(?:only|skip|todo|skipIf|runIf|fails)\b|\bx(?:it|describe)\(/
/** Unit tests have a clock of their own; nothing in them waits for the real one. */
const UNIT_TEST = /^test\/(?:protocol|room|relay|archive|audio|clips|client)\//
const WAITS = /\bset(?:Timeout|Interval)\(|\bsleep\(|from 'node:timers/
const HEADER = /^(?:#!.*\n)?(?:\/\*\*?[\s*]|\/\/ )/
/** A tool's settings say what they are by their name. */
const SETTINGS = /\.config\.ts$/

/** @returns {string[]} one line for each fault; those that begin "warning:" fail nothing */
export function checkSources(/** @type {string} */ root) {
  return sourceFiles(root, FOLDERS).flatMap((file) => {
    const source = readFileSync(join(root, file), 'utf8')
    const lines = source.split('\n').length - 1
    return [
      HEADER.test(source) || SETTINGS.test(file) ? '' : `${file} has no header comment that says what it is.`,
      lines > MAX_LINES ? `warning: ${file} has ${lines} lines; ${MAX_LINES} is the outer bound.` : '',
      UNIT_TEST.test(file) && WAITS.test(source) ? `${file} waits for the real clock.` : '',
      file.startsWith('test/') && NARROWED.test(source) ? `${file} skips tests or runs some alone.` : '',
    ].filter(Boolean)
  })
}
