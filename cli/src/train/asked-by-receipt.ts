import { resolve } from 'node:path';
import { readDatasetAccess } from '@orangery/runner';
import { Failure, type PinnedLink } from '@orangery/schemas';
import { readRecord } from '@orangery/schemas/files';
import type { Context } from '../verb.ts';
import { askedAgain } from './asked-again.ts';
import type { Asked, TrainOptions } from './asked.ts';

/**
 * What a receipt's request asked for, to run its trials again. Private data is named by a secret
 * there: its links are given again, and must give what they gave.
 * @throws Failure FILE_MISSING, FILE_INVALID, LINK_INVALID, MODULE_UNKNOWN, MODULE_INVALID
 */
export async function askedByReceipt(
  file: string,
  options: TrainOptions,
  { cwd, env }: Pick<Context, 'cwd' | 'env'>,
): Promise<Asked> {
  const replay = await readRecord('receipt', resolve(cwd, file), file);
  const { request } = replay;
  const again = (links: readonly string[] | undefined, pins: readonly PinnedLink[] = []) =>
    links?.map((link, index) => ({ ...pins[index], link })) ?? [...pins];
  const dataset = again(options.dataset, request.dataset);
  const validation = again(options.validation, request.validation);
  const { secretLinks } = readDatasetAccess(env);
  checkGiven('dataset', dataset, { file, secretLinks });
  checkGiven('validation', validation, { file, secretLinks });
  return {
    ...(await askedAgain(request, file, cwd)),
    dataset,
    validation: validation.length === 0 ? undefined : validation,
    replay,
  };
}

interface Known {
  readonly file: string;
  readonly secretLinks: Readonly<Record<string, string>>;
}

/** A secret's name alone leads nowhere. */
function checkGiven(
  option: 'dataset' | 'validation',
  links: readonly PinnedLink[],
  { file, secretLinks }: Known,
): void {
  const missing = links.find(
    ({ link }) => link.startsWith('secret:') && !Object.hasOwn(secretLinks, link.slice(7)),
  );
  if (missing === undefined) return;
  throw new Failure(
    'LINK_INVALID',
    `${file}: expected --${option} <link>, as its data is private, found only ${missing.link}`,
    { hint: `Give the same data again with --${option} <link>.` },
  );
}
