import { join } from 'node:path';
import { runCommand } from '@orangery/runner';
import type { Context } from '../verb.ts';
import { programEnvironment } from '../deployment/open-deployer.ts';

const timeoutMs = 30 * 60_000;
/** Ignored by Git. */
const place = 'out/pages';

/**
 * Builds the catalogue as a pull request does.
 * @returns where the pages are
 * @throws Failure of the build
 */
export async function buildPages(root: string, context: Context): Promise<string> {
  const program = join(import.meta.dirname, '../../bin/orangery.mjs');
  const args = [program, 'catalogue', 'build', '--no-sources', '--out', place];
  const { signal } = context;
  const env = { ...programEnvironment(context), ORANGERY_ROOT: root };
  await runCommand(process.execPath, args, { cwd: root, signal, timeoutMs, env });
  return place;
}
