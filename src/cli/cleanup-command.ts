import type { Config } from '../app/config.ts';
import type { CleanupReport } from '../operations/cleanup/cleanup.ts';
import { sizeText } from '../records/wording/amount-text.ts';
import { openAdminApi } from './admin-api.ts';

/** Removes unneeded data, and prints the counts. */
export async function cleanUp(config: Config, { dryRun = false }: { dryRun?: boolean }): Promise<void> {
  await using api = await openAdminApi(config);
  const answer = await api.send('POST', `/admin/cleanup?dry_run=${dryRun}`);
  const { steps, items, bytes } = (await answer.json()) as CleanupReport;
  for (const step of steps) {
    console.log(`${String(step.items).padStart(8)}  ${step.name.replaceAll('_', ' ')}`);
  }
  const done = dryRun ? 'Would remove' : 'Removed';
  console.log(`${done} ${items} items; ${sizeText(bytes)} ${dryRun ? 'would come' : 'came'} free.`);
}
