/**
 * Reads what a TypeScript or JavaScript file imports, without a parser: the sources keep to one way of writing imports.
 */

import { dirname, posix } from 'node:path'

/** @typedef {{ specifier: string, isTypeOnly: boolean }} Import */

const COMMENTS = /\/\*[\s\S]*?\*\/|(?<![:'"`\w])\/\/[^\n]*/g
/** `import x from 'y'`, `export … from 'y'`, `import 'y'`, each at the start of a line. */
const STATEMENT = /^\s*(?:import|export)\s+(type\s+)?(?:([^'"`;]*?)\s*from\s*)?(['"])([^'"\n]+)\3/gm
const DYNAMIC = /\bimport\s*\(\s*(['"])([^'"\n]+)\1/g
/** Workers and worklets: `new URL('./x.ts', import.meta.url)`. */
const URLS = /new\s+URL\(\s*(['"])(\.[^'"\n]+)\1\s*,\s*import\.meta\.url/g

/** @returns {Import[]} */
export function importsOf(/** @type {string} */ source) {
  const code = source.replace(COMMENTS, '')
  return [
    ...[...code.matchAll(STATEMENT)].map(([, type, names, , specifier]) => ({
      specifier: specifier ?? '',
      isTypeOnly: type !== undefined || hasOnlyTypes(names),
    })),
    ...[...code.matchAll(DYNAMIC), ...code.matchAll(URLS)].map(([, , specifier]) => ({
      specifier: specifier ?? '',
      isTypeOnly: false,
    })),
  ]
}

/** `{ type A, type B }` names only types. */
const hasOnlyTypes = (/** @type {string | undefined} */ names) =>
  names !== undefined && /^\{\s*type\s[^,}]+(?:,\s*type\s[^,}]+)*,?\s*\}$/.test(names)

/**
 * The file of this repository that `specifier` means in `file`; undefined when it is a package.
 * @param {string} file
 * @param {string} specifier
 */
export function resolveImport(file, specifier) {
  if (!specifier.startsWith('.')) return undefined
  return posix.join(dirname(file), specifier.replace(/\?.*$/, ''))
}

/** `@scope/name/deep` → `@scope/name`; `name/deep` → `name`; `node:fs` and `cloudflare:workers` stay whole. */
export const packageOf = (/** @type {string} */ specifier) =>
  specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/')
