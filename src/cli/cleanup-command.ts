import type { Config } from '../app/config.ts';
import type { CleanupReport } from '../operations/cleanup/cleanup.ts';
import { sizeText } from '../records/wording/amount-text.ts';
import { openAdminApi } from './admin-api.ts';

export interface CleanupOptions {
  dryRun?: boolean;
  confirmFiles?: string;
}

/** Removes unneeded data, and prints the counts. Returns whether nothing was held back. */
export async function cleanUp(
  config: Config,
  { dryRun = false, confirmFiles = '0' }: CleanupOptions,
): Promise<boolean> {
  await using api = await openAdminApi(config);
  const query = new URLSearchParams({ dry_run: String(dryRun), confirmed_files: confirmFiles });
  const answer = await api.send('POST', `/admin/cleanup?${query}`);
  const { steps, items, bytes, held_back } = (await answer.json()) as CleanupReport;
  for (const step of steps) {
    console.log(`${String(step.items).padStart(8)}  ${step.name.replaceAll('_', ' ')}`);
  }
  const done = dryRun ? 'Would remove' : 'Removed';
  console.log(`${done} ${items} items; ${sizeText(bytes)} ${dryRun ? 'would come' : 'came'} free.`);
  for (const held of held_back) console.error(describeHeldBack(held));
  return held_back.length === 0;
}

const describeHeldBack = ({ name, items, bytes, of }: CleanupReport['held_back'][number]): string =>
  `Held back: ${items} of ${of} files (${name.replaceAll('_', ' ')}, ${sizeText(bytes)}), because they are more than half of all files, or none is needed. Check DATABASE_URL, ROOMSHOT_DATA_DIR and the rooms that you see. If the files are really unneeded, run: roomshot cleanup --confirm-files ${items}`;
