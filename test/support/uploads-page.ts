/** The page of an application that uploads with other people's clients, as they are published. */

import Uppy from '@uppy/core'
import Tus from '@uppy/tus'
import * as tus from 'tus-js-client'

interface Clients {
  Uppy: typeof Uppy
  Tus: typeof Tus
  tus: typeof tus
}

declare global {
  var clients: Clients
}

globalThis.clients = { Uppy, Tus, tus }
