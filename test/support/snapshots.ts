import type { Answer, Client } from './client.ts';

/** The ids of the demonstration's rooms that a person can see, by a word of their title. */
export async function roomIdOf(client: Client, word: string): Promise<string> {
  const { status, body } = await client.get('/rooms?limit=100');
  if (status !== 200) throw new Error(`No rooms: ${JSON.stringify(body)}`);
  const room = body.items.find(({ title }: { title: string }) => title.includes(word));
  if (!room) throw new Error(`There is no room with ${word} in its title.`);
  return room.id;
}

/** Asks for a snapshot and waits until its task is finished. */
export async function takeSnapshot(
  client: Client,
  roomId: string,
  body: object = {},
): Promise<{ created: Answer['body']; task: Answer['body']; snapshot: Answer['body'] }> {
  const created = await client.post(`/rooms/${roomId}/snapshots`, body);
  if (created.status !== 201) throw new Error(`No snapshot: ${JSON.stringify(created.body)}`);
  const task = await client.get(`/snapshots/tasks/${created.body.task_id}?wait=60`);
  const snapshot = await client.get(`/rooms/${roomId}/snapshots/${created.body.id}`);
  return { created: created.body, task: task.body, snapshot: snapshot.body };
}
