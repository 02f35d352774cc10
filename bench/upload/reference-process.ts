/** The reference server of tus in a process of its own: `@tus/server` on `@tus/file-store`, as their documentation starts them. */

import { FileStore } from '@tus/file-store'
import { Server } from '@tus/server'

process.once('message', ({ directory, port }: { directory: string; port: number }) => {
  const server = new Server({ path: '/v1/uploads', datastore: new FileStore({ directory }) })
  const listening = server.listen({ host: '127.0.0.1', port }, () => process.send?.('ready'))
  process.once('disconnect', () => {
    listening.close()
    process.exit(0)
  })
})
