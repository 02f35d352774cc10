/** The hub on `ws`: one room, each message to all others. Started by ws.ts. */

import { WebSocket, WebSocketServer } from 'ws'

const hub = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false })

hub.on('connection', (sender) => {
  sender.on('message', (data, isBinary) => {
    for (const member of hub.clients) {
      if (member !== sender && member.readyState === WebSocket.OPEN) member.send(data, { binary: isBinary })
    }
  })
})

hub.on('listening', () => console.log(hub.address().port))
