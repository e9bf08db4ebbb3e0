export interface ReadEvent {
  id: number | undefined;
  name: string;
  // biome-ignore lint/suspicious/noExplicitAny: what came is what the test looks at
  data: any;
}

const EVENT = /^(?:id: (\d+)\n)?event: (\w+)\ndata: (.+)$/;

/** The server-sent events of an answer, one after another, until the stream ends. */
export async function* readEvents(answer: Response): AsyncGenerator<ReadEvent, void> {
  let rest = '';
  const text = answer.body?.pipeThrough(new TextDecoderStream()) ?? [];
  for await (const chunk of text) {
    const blocks = (rest + chunk).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const [, id, name = '', data = ''] = EVENT.exec(block) ?? [];
      if (name) yield { id: id === undefined ? undefined : Number(id), name, data: JSON.parse(data) };
    }
  }
}
