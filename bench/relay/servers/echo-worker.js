/**
 * The bare echo object that relaying is measured against: what any message costs that goes through a Durable Object and
 * back, hibernation API included, with nothing of ours in between.
 */

import { DurableObject } from 'cloudflare:workers'

export class Echo extends DurableObject {
  async fetch() {
    const { 0: client, 1: server } = new WebSocketPair()
    this.ctx.acceptWebSocket(server)
    return new Response(null, { status: 101, webSocket: client })
  }

  webSocketMessage(socket, message) {
    socket.send(message)
  }

  webSocketClose(socket) {
    socket.close(1000)
  }
}

export default {
  fetch: (request, env) => env.ECHOES.getByName(new URL(request.url).pathname).fetch(request),
}
