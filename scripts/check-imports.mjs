/**
 * Checks that imports follow import-directions.mjs, that relative ones name their file with its ending,
 * and that no files import each other in a circle.
 */

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DIRECTIONS } from './import-directions.mjs'
import { importsOf, packageOf, resolveImport } from './module-imports.mjs'
import { sourceFiles } from './source-files.mjs'

/** @returns {string[]} one sentence for each fault */
export function checkImports(/** @type {string} */ root) {
  /** @type {Map<string, string[]>} */
  const graph = new Map()
  const faults = sourceFiles(root, ['src', 'durable-objects', 'web']).flatMap((file) => {
    const imports = importsOf(readFileSync(join(root, file), 'utf8'))
    const targets = imports.map(({ specifier }) => resolveImport(file, specifier))
    graph.set(
      file,
      targets.filter((target) => target !== undefined),
    )
    return imports.map((one) => faultOf(root, file, one)).filter((fault) => fault !== undefined)
  })
  return [...faults, ...circlesOf(graph)]
}

/**
 * @param {string} root
 * @param {string} file
 * @param {import('./module-imports.mjs').Import} one
 * @returns {string | undefined}
 */
function faultOf(root, file, { specifier, isTypeOnly }) {
  const name = zoneOf(file)
  const zone = name === undefined ? undefined : DIRECTIONS[name]
  if (zone === undefined || name === undefined) return `${file} belongs to no zone of scripts/import-directions.mjs.`
  const target = resolveImport(file, specifier)
  if (target === undefined) {
    if (zone.packages === 'any' || zone.packages?.includes(packageOf(specifier))) return undefined
    return `${file} imports the package ${specifier}: ${name} may not.`
  }
  if (!existsSync(join(root, target)))
    return `${file} imports ${specifier}, which is no file: write the path with its ending.`
  if (
    zoneOf(target) === name ||
    allows(zone.imports, target) ||
    ((isTypeOnly || file.endsWith('.d.ts')) && allows(zone.types, target))
  )
    return undefined
  return `${file} imports ${target}: ${name} may import ${zone.imports?.join(', ') || 'nothing'}${zone.types ? ` (types: ${zone.types.join(', ')})` : ''}.`
}

const isIn = (/** @type {string} */ zone, /** @type {string} */ file) => file === zone || file.startsWith(`${zone}/`)

const allows = (/** @type {string[] | undefined} */ zones, /** @type {string} */ file) =>
  zones?.some((zone) => isIn(zone, file)) ?? false

const zoneOf = (/** @type {string} */ file) =>
  Object.keys(DIRECTIONS)
    .filter((zone) => isIn(zone, file))
    .sort((a, b) => b.length - a.length)[0]

/** Depth first; each circle is told once, from the file where the walk met it. */
function circlesOf(/** @type {Map<string, string[]>} */ graph) {
  /** @type {Set<string>} */
  const done = new Set()
  /** @type {string[]} */
  const faults = []
  const walk = (/** @type {string} */ file, /** @type {string[]} */ path) => {
    const at = path.indexOf(file)
    if (at >= 0) faults.push(`Imports go in a circle: ${[...path.slice(at), file].join(' → ')}.`)
    if (at >= 0 || done.has(file)) return
    for (const target of graph.get(file) ?? []) walk(target, [...path, file])
    done.add(file)
  }
  for (const file of graph.keys()) walk(file, [])
  return faults
}
