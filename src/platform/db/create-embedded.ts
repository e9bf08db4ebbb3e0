// This runs as a separate process: `node create-embedded.ts FOLDER`. Creating a database takes some 600 MB, which the
// server would keep as long as it runs.
import { PGlite } from '@electric-sql/pglite';
import { DURABLE_START, DurableNodeFS } from './durable-file-system.ts';
import { endProcess } from './storage-failure.ts';

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('The folder to create is missing.');
const pglite = new PGlite({ fs: new DurableNodeFS(folder, endProcess), startParams: [...DURABLE_START] });
await pglite.waitReady;
await pglite.close();
