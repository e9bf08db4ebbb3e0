import { execFileSync, spawnSync } from 'node:child_process';

/** Whether libraries can be compiled and preloaded into a server here. CI must be able to. */
export const canPreload = (): boolean =>
  process.platform === 'linux' && (process.env.CI === 'true' || spawnSync('cc', ['--version']).status === 0);

/** Compiles a library that is preloaded into a server. */
export function compileLibrary(source: string, library: string): void {
  execFileSync('cc', ['-shared', '-fPIC', '-O1', '-o', library, source, '-ldl']);
}
