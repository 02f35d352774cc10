/** Makes rooms and tokens over HTTP, as the app does. */

interface Room {
  room: string
  ownerSecret: string
  guestSecret: string
}

export async function createRoom(origin: string, name?: string): Promise<Room> {
  const answer = await post(`${origin}/v1/rooms`, name === undefined ? {} : { name })
  return { ...answer, room: answer.room.id }
}

export async function requestToken(origin: string, room: string, secret: string): Promise<string> {
  return (await post(`${origin}/v1/rooms/${room}/tokens`, { secret })).token
}

async function post(url: string, body: unknown) {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`)
  return answer.json()
}
