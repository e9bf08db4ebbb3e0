import type { TestData } from './data-folder.ts';
import { openTcpProxy, type TcpProxy } from './tcp-proxy.ts';

type Place = TestData['place'];

/** The data of a test, with a way to its database server that the test can disturb. */
export async function placeBehindProxy(place: Place): Promise<{ proxy: TcpProxy; place: Place }> {
  const url = new URL(place.databaseUrl ?? '');
  const proxy = await openTcpProxy(url.hostname, Number(url.port || 5432));
  url.host = `127.0.0.1:${proxy.port}`;
  return { proxy, place: { ...place, databaseUrl: url.href } };
}
