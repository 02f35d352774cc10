/**
 * Lists the files that the checks read: our own sources, as paths below the root with forward slashes.
 */

import { existsSync, readdirSync } from 'node:fs'
import { join, sep } from 'node:path'

const SOURCE = /\.(ts|tsx|mjs|js)$/

/**
 * @param {string} root
 * @param {string[]} folders
 * @returns {string[]}
 */
export function sourceFiles(root, folders) {
  return folders
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) =>
      readdirSync(join(root, folder), { encoding: 'utf8', recursive: true }).map((name) => join(folder, name)),
    )
    .filter((file) => SOURCE.test(file))
    .map((file) => file.split(sep).join('/'))
    .sort()
}
