/** The hub on Bun's server (uWebSockets): one topic, each message published to all others. Started by ../bun.ts, run by Bun. */

const hub = Bun.serve({
  hostname: '127.0.0.1',
  port: 0,
  fetch: (request, server) => (server.upgrade(request) ? undefined : new Response('', { status: 426 })),
  websocket: {
    perMessageDeflate: false,
    open: (member) => member.subscribe('room'),
    message: (sender, data) => {
      sender.publish('room', data)
    },
  },
})

console.log(hub.port)
