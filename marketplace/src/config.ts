import { join, resolve } from 'node:path';
import { findRoot, readRecord } from '@orangery/schemas/files';
import type { Site } from './catalogue/site.ts';

/** What the site is built from and for. */
export interface SiteConfig extends Site {
  /** Absolute path of the folder that holds `modules/` and `orangery.config.yml`. */
  readonly root: string;
  /** Absolute path of the folder of what machines have written; it need not be there. */
  readonly records: string;
  /** Whether the program that started the build is told how far it is. */
  readonly hasListener: boolean;
}

/**
 * Read once. ORANGERY_RECORDS names the folder of what machines have written; ORANGERY_ROOT builds the
 * site of another folder, for tests and for private previews; ORANGERY_MESSAGES is set by the command line.
 */
export const config: SiteConfig = await readConfig(process.env, process.cwd());

async function readConfig(
  env: Readonly<Record<string, string | undefined>>,
  cwd: string,
): Promise<SiteConfig> {
  const root =
    env.ORANGERY_ROOT === undefined ? await findRoot(cwd) : resolve(cwd, env.ORANGERY_ROOT);
  const file = 'orangery.config.yml';
  const record = await readRecord('configuration', join(root, file), file);
  return {
    root,
    records: resolve(cwd, env.ORANGERY_RECORDS ?? join(root, 'records')),
    hasListener: env.ORANGERY_MESSAGES !== undefined,
    title: record.title,
    description: record.description ?? '',
    address: record.site,
    base: record.base ?? '/',
    repository: record.repositories?.catalogue,
  };
}
