/**
 * Finds a port to listen on: free on both loopback addresses, because a browser may try either for `localhost`.
 */

import { createServer } from 'node:net'

const TRIES = 50

/**
 * @param {number} from
 * @returns {Promise<number | undefined>} the first free port at or above `from`; undefined when a whole run is taken
 */
export async function firstFreePort(from) {
  for (let port = from; port < from + TRIES; port += 1) if (await isFreePort(port)) return port
  return undefined
}

/** @returns {Promise<boolean>} */
export async function isFreePort(/** @type {number} */ port) {
  return (await canListen(port, '127.0.0.1')) && (await canListen(port, '::1'))
}

/** @returns {Promise<boolean>} */
function canListen(/** @type {number} */ port, /** @type {string} */ host) {
  return new Promise((resolve) => {
    const server = createServer()
    // A machine without IPv6 has no ::1 to be taken.
    server.once('error', (/** @type {NodeJS.ErrnoException} */ error) => resolve(error.code === 'EADDRNOTAVAIL'))
    server.listen({ port, host }, () => server.close(() => resolve(true)))
  })
}
