/**
 * The first import of every script: stops with one sentence on a Node that cannot run the rest.
 * It uses nothing that an old Node lacks.
 */

const LEAST_MAJOR = 20

if (Number(process.versions.node.split('.')[0]) < LEAST_MAJOR) {
  console.error(
    `Earshot needs Node ${LEAST_MAJOR} or newer; this is ${process.version}. Install a current one from https://nodejs.org and try again.`,
  )
  process.exit(1)
}
