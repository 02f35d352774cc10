/** How a probe connects from a Worker. The platform lets nobody connect to its own addresses: own servers alone. */

import { connect } from 'cloudflare:sockets'
import type { OpenLine } from './probe.ts'

export const openLine: OpenLine = ({ hostname, port, isTls }) =>
  connect({ hostname, port }, { secureTransport: isTls ? 'on' : 'off', allowHalfOpen: false })
