import { join } from 'node:path';
import type { ExchangedModule } from '@orangery/runner/exchange';
import { Failure } from '@orangery/schemas';
import { findRoot, readRecord, type Module } from '@orangery/schemas/files';

const unpublished = { catalogue: 'Orangery', address: undefined, repository: undefined } as const;

/**
 * A module as formats of others are made from it: with the addresses of its marketplace where it lies in one,
 * as `orangery.config.yml` says them.
 */
export async function exchangedModule(module: Module): Promise<ExchangedModule> {
  const root = await rootOf(module);
  if (root === undefined) return { module, ...unpublished };
  const file = 'orangery.config.yml';
  const {
    title,
    site,
    base = '/',
    repositories,
  } = await readRecord('configuration', join(root, file), file);
  const place = `${(site ?? '').replace(/\/+$/, '')}${base.replace(/\/+$/, '')}/`;
  return {
    module,
    catalogue: title,
    address: site === undefined ? undefined : place,
    repository: repositories?.catalogue,
  };
}

/** The marketplace that the module's folder lies in, as `modules/<id>`. */
async function rootOf({ folder, id }: Module): Promise<string | undefined> {
  try {
    const root = await findRoot(folder);
    return join(root, 'modules', id) === folder ? root : undefined;
  } catch (error) {
    // a module may lie anywhere
    if (error instanceof Failure) return undefined;
    throw error;
  }
}
