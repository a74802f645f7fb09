import { resolve } from 'node:path';
import type { PinnedLink } from '@orangery/schemas';
import { readRecord } from '@orangery/schemas/files';
import { askedAgain } from './asked-again.ts';
import type { Asked, TrainOptions } from './asked.ts';

/**
 * What a receipt's request asked for, to run its trials again. Private data is named by a secret
 * there: its links are given again, and must give what they gave.
 * @throws Failure FILE_MISSING, FILE_INVALID, MODULE_UNKNOWN, MODULE_INVALID
 */
export async function askedByReceipt(
  file: string,
  options: TrainOptions,
  cwd: string,
): Promise<Asked> {
  const replay = await readRecord('receipt', resolve(cwd, file), file);
  const { request } = replay;
  const again = (links: readonly string[] | undefined, pins: readonly PinnedLink[] = []) =>
    links?.map((link, index) => ({ ...pins[index], link })) ?? [...pins];
  const validation = again(options.validation, request.validation);
  return {
    ...(await askedAgain(request, file, cwd)),
    dataset: again(options.dataset, request.dataset),
    validation: validation.length === 0 ? undefined : validation,
    replay,
  };
}
