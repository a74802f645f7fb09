import { lstat, stat } from 'node:fs/promises';
import { relative } from 'node:path';
import { Failure } from '@orangery/schemas';
import type { OutputOrder } from './output-order.ts';

/**
 * Refuses to write over what is there: any file unless the asker says so, an input never, whatever
 * the name or link that leads to it.
 * @throws Failure USAGE
 */
export async function checkOutput({
  path,
  inputs,
  isForced,
  cwd,
}: Omit<OutputOrder, 'format'>): Promise<void> {
  const isThere = await lstat(path).then(
    () => true,
    // the usual case: nothing is there yet
    () => false,
  );
  if (!isThere) return;
  const shown = relative(cwd, path) || path;
  const another = 'Name another file with --output.';
  const output = await identify(path);
  const identities = await Promise.all(inputs.map(async (input) => (await identify(input))?.id));
  if (output !== undefined && identities.includes(output.id)) {
    throw refusal(`${shown}: expected another file than the input, found the input`, another);
  }
  if (output !== undefined && !output.isFile) {
    throw refusal(`${shown}: expected a file to write to, found none`, another);
  }
  if (isForced) return;
  throw refusal(
    `${shown}: expected no file of that name yet, found one`,
    'Name another file with --output, or add --force to replace this one.',
  );
}

/** What a path leads to, alike for all names of one file; nothing where a link leads nowhere. */
async function identify(path: string): Promise<{ id: string; isFile: boolean } | undefined> {
  return stat(path, { bigint: true }).then(
    (found) => ({ id: `${found.dev}:${found.ino}`, isFile: found.isFile() }),
    () => undefined,
  );
}

function refusal(message: string, hint: string): Failure {
  return new Failure('USAGE', message, { hint });
}
