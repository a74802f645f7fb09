import { join } from 'node:path';
import { readFile } from 'node:fs/promises';
import { deploymentReferences, Failure, type Deployment } from '@orangery/schemas';
import { findRoot, readFrontMatter } from '@orangery/schemas/files';
import type { Context } from './verb.ts';

/** A module as far as its life cycle goes. */
export interface Aging {
  readonly id: string;
  readonly status?: string;
  readonly supersededBy?: string;
}

/** Says of a module that is not to be used any more what to take instead; works all the same. */
export function warnOfAge({ id, status, supersededBy }: Aging, { terminal }: Context): void {
  if (status !== 'deprecated' && status !== 'retired') return;
  const instead = supersededBy === undefined ? '' : `: take ${supersededBy} instead`;
  terminal.note(terminal.colors.yellow(`${id} is ${status}${instead}.`));
}

/**
 * The same, but nothing new is made of what is retired.
 * @param what would be made
 * @throws Failure MODULE_RETIRED
 */
export function refuseRetired(module: Aging, what: string, context: Context): void {
  const { id, status, supersededBy } = module;
  if (status !== 'retired') return warnOfAge(module, context);
  throw new Failure('MODULE_RETIRED', `${id} is retired: there will be no new ${what} of it`, {
    ...(supersededBy !== undefined && { hint: `Take ${supersededBy} instead.` }),
  });
}

/** What the `module.md` of a folder says; nothing where it cannot be read, of which whoever loads it tells. */
export async function agingOf(id: string, folder: string): Promise<Aging> {
  const text = await readFile(join(folder, 'module.md'), 'utf8').catch(() => '');
  const { value } = readFrontMatter(text, 'module.md').yaml;
  const fields = new Map<string, unknown>(Object.entries(value ?? {}));
  const field = (name: string): object => {
    const found = fields.get(name);
    return typeof found === 'string' ? { [name]: found } : {};
  };
  return { id, ...field('status'), ...field('supersededBy') };
}

/** Of a module in `modules/`. */
export async function agingOfModule(id: string, { cwd }: Context): Promise<Aging> {
  return agingOf(id, join(await findRoot(cwd), 'modules', id));
}

/** Says of what a deployment runs, once each, that it is not to be used any more. */
export async function warnOfDeployed(deployment: Deployment, context: Context): Promise<void> {
  const ids = new Set(deploymentReferences(deployment).map(({ id }) => id));
  for (const id of ids) warnOfAge(await agingOfModule(id, context), context);
}
