/**
 * TCP and TLS connections that all read into one buffer: thousands of sockets take no memory for what is not read yet, and
 * nothing is copied on its way to the reader.
 *
 * Next: bench/load/wire-socket.ts
 */

import { connect as connectTcp, type OnReadOpts, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'

const READ_BYTES = 65_536
/** A buffer is filled and handed over in one go, so that all sockets can share it; but Windows keeps it while it waits. */
const SHARED = Buffer.allocUnsafe(READ_BYTES)
const readBuffer = (): Buffer => (process.platform === 'win32' ? Buffer.allocUnsafe(READ_BYTES) : SHARED)

/** Connects to where a `ws:` or `wss:` URL points. `read` is handed views that hold during the call only. */
export function dial({ protocol, hostname, port }: URL, read: (bytes: Uint8Array) => void): Socket {
  const onread: OnReadOpts = {
    buffer: readBuffer(),
    callback: (bytes, buffer) => {
      read(buffer.subarray(0, bytes))
      return true
    },
  }
  const isTls = protocol === 'wss:'
  // A URL writes an IPv6 address in brackets.
  const options = { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port) || (isTls ? 443 : 80), onread }
  return isTls ? connectTls(options) : connectTcp(options)
}
