import { AppError } from './errors.ts';

/** The embedded database opens up to 1,000 files. Connections and render processes have some too. */
const REQUIRED_OPEN_FILES = 1024;

interface ProcessReport {
  userLimits?: { open_files?: { soft: number | 'unlimited' } };
}

/** Returns how many files the process may open, if the system reports it. Node.js has raised it to the hard limit. */
function openFileLimit(): number | undefined {
  const { report } = process as { report: { excludeNetwork?: boolean; getReport(): object } };
  // Otherwise it looks up the names of all connected addresses.
  report.excludeNetwork = true;
  const { userLimits } = report.getReport() as ProcessReport;
  const limit = userLimits?.open_files?.soft;
  return typeof limit === 'number' ? limit : undefined;
}

/**
 * Makes sure that the process may open enough files. A server with fewer would fail later, in the middle of a change.
 * @throws AppError `too_few_open_files`
 */
export function requireOpenFiles(limit = openFileLimit()): void {
  if (limit === undefined || limit >= REQUIRED_OPEN_FILES) return;
  throw new AppError(
    'unavailable',
    'too_few_open_files',
    `The process may open only ${limit} files, and needs ${REQUIRED_OPEN_FILES}. Raise the limit, with "ulimit -n ${REQUIRED_OPEN_FILES}" or LimitNOFILE of systemd.`,
  );
}
