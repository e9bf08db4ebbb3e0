import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { PGlite, types } from '@electric-sql/pglite';
import { Kysely, PGliteDialect } from 'kysely';
import { syncFolder, syncTree } from '../kernel/durable-file.ts';
import { AppError } from '../kernel/errors.ts';
import type { Database } from './database.ts';
import { outcomeUnknown } from './database-error.ts';
import { DURABLE_START, DurableNodeFS } from './durable-file-system.ts';
import { databaseDamaged, requireWholeFolder } from './embedded-folder.ts';
import { EngineTurns } from './engine-turns.ts';
import { lockFolder, refuseFolder } from './folder-lock.ts';
import { startHousekeeping } from './housekeeping.ts';
import { type PreparedPGlite, prepareStatements, takingTurns } from './prepared-statements.ts';
import type { Schema } from './schema.ts';
import { endProcess } from './storage-failure.ts';

const CREATE_SCRIPT = fileURLToPath(new URL('./create-embedded.ts', import.meta.url));
/** Optimized code would cost more than it saves here: two fifths of the processor time, and half of the memory. */
const CREATE_FLAGS: readonly string[] = ['--liftoff-only'];

/**
 * How much a function of the engine runs, in bytes of its code, before V8 optimizes it in the background. At the default
 * of V8, half of the processor time of a start goes into functions that seldom run again, such as the parser of SQL.
 */
const OPTIMIZED_AFTER = { usually: 13_000_000, ofEngine: 2_000_000_000 };

/** Creates the database in a temporary folder first, so that an incomplete one is never opened. */
async function createOnce(dataFolder: string, folder: string): Promise<void> {
  for (const name of await readdir(dataFolder)) {
    if (name.startsWith('postgres.new')) await rm(join(dataFolder, name), { recursive: true });
  }
  if (existsSync(folder)) return requireWholeFolder(folder);
  const unfinished = `${folder}.new`;
  const create = [...CREATE_FLAGS, CREATE_SCRIPT, unfinished];
  await promisify(execFile)(process.execPath, create).catch(refuseCreation);
  // The engine does not flush all files that it creates.
  await syncTree(unfinished);
  await rename(unfinished, folder);
  await syncFolder(dataFolder);
}

/**
 * Explains why the database could not be created. If memory is short, the process is killed, or the engine fails with
 * its whole source code as the message.
 */
function refuseCreation(cause: { code: number | null; signal: string | null; stderr: string }): never {
  const ending = cause.signal ? `by ${cause.signal}` : `with ${cause.code}`;
  const [reason = `the process that makes it ended ${ending}`] = /^\w*Error: .*/m.exec(cause.stderr) ?? [];
  const message = `The embedded database could not be made: ${reason}. That needs 600 MB of free memory for some seconds, and 100 MB of disk.`;
  throw new AppError('unavailable', 'database_not_made', message, { cause });
}

/** Removes the temporary files of interrupted queries. A PostgreSQL server does this at its start, and PGlite does not. */
const removeSortFiles = (folder: string): Promise<void> =>
  rm(join(folder, 'base/pgsql_tmp'), { recursive: true, force: true });

/**
 * Opens the embedded database in a data folder, and creates it if there is none.
 * @throws AppError `folder_in_use` if another process has the folder, `folder_unusable`, `database_not_made`,
 * `database_damaged`
 */
export async function openEmbeddedDatabase(dataFolder: string): Promise<Database> {
  await mkdir(dataFolder, { recursive: true, mode: 0o700 }).catch((cause) => refuseFolder(dataFolder, cause));
  const unlock = lockFolder(dataFolder);
  try {
    const folder = join(dataFolder, 'postgres');
    await createOnce(dataFolder, folder);
    await removeSortFiles(folder);
    const fs = new DurableNodeFS(folder, endProcess);
    return describe(prepareStatements(await openEngine(folder, fs)), fs, unlock);
  } catch (error) {
    unlock();
    throw error;
  }
}

async function openEngine(folder: string, fs: DurableNodeFS): Promise<PGlite> {
  // A function gets its budget when the engine is loaded. With other flags at its end than at its start, a process
  // leaves a compile cache that the next one cannot use.
  setFlagsFromString(`--wasm-tiering-budget=${OPTIMIZED_AFTER.ofEngine}`);
  try {
    return await PGlite.create({
      fs,
      startParams: [...DURABLE_START],
      parsers: { [types.INT8]: Number, [types.DATE]: (day: string) => day },
    });
  } catch (cause) {
    throw databaseDamaged(folder, 'the database engine cannot open it', cause);
  } finally {
    setFlagsFromString(`--wasm-tiering-budget=${OPTIMIZED_AFTER.usually}`);
  }
}

function describe(
  pglite: PreparedPGlite,
  fs: Pick<DurableNodeFS, 'log' | 'growth'>,
  unlock: () => void,
): Database {
  const turns = new EngineTurns();
  const foreground = takingTurns(pglite, (work) => turns.foreground(work));
  const background = takingTurns(pglite, (work) => turns.background(work));
  const createKysely = (engine: PreparedPGlite) =>
    new Kysely<Schema>({ dialect: new PGliteDialect({ pglite: engine }) });
  const query = createKysely(foreground);
  const backgroundQuery = createKysely(background);
  const stopHousekeeping = startHousekeeping(background, fs.growth);
  const transactOn =
    (db: Kysely<Schema>): Database['transaction'] =>
    async (work) => {
      const result = await db.transaction().execute(work);
      await fs.log.flushed().catch((error) => Promise.reject(outcomeUnknown(error)));
      return result;
    };
  // Nothing in the background begins between a commit and its answer.
  const transaction: Database['transaction'] = (work) => turns.foreground(() => transactOn(query)(work));
  return {
    engine: 'embedded',
    query,
    transaction,
    long: { query, transaction },
    background: { query: backgroundQuery, transaction: transactOn(backgroundQuery) },
    listen: async (channel, onEvent) => {
      let last = Promise.resolve();
      const unlisten = await pglite.listen(channel, (payload) => {
        // A listener may pass the event on. A failed flush ends the process, so nothing is lost silently.
        last = Promise.all([last, fs.log.flushed()])
          .then(() => onEvent(payload))
          .catch((error) => process.emitWarning(error));
      });
      return () => unlisten();
    },
    warnOfConnections: async () => undefined,
    flushed: () => fs.log.flushed(),
    queueConnection: { kind: 'embedded', pglite: background },
    async close() {
      stopHousekeeping();
      await query.destroy();
      if (!pglite.closed) await pglite.close();
      unlock();
    },
  };
}
