import { join, resolve } from 'node:path';
import { findRoot, readRecord } from '@orangery/schemas/files';
import type { Source } from './catalogue/origin.ts';
import type { Site } from './catalogue/site.ts';

/** What the site is built from and for. */
export interface SiteConfig extends Site {
  /** Absolute path of the folder that holds `modules/` and `orangery.config.yml`. */
  readonly root: string;
  /** Absolute path of the folder of what machines have written; it need not be there. */
  readonly records: string;
  /** Other repositories whose modules are shown too, as they were fetched. */
  readonly sources: readonly Source[];
  /** Whether the program that started the build is told how far it is. */
  readonly hasListener: boolean;
}

/**
 * Read once. ORANGERY_RECORDS names the folder of what machines have written; ORANGERY_ROOT builds the
 * site of another folder, for tests and for private previews. The command line sets ORANGERY_MESSAGES; ORANGERY_SOURCES
 * to what it has fetched of other repositories, as JSON; and ORANGERY_INTERNAL where what is private is shown too.
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
    sources: readSources(env.ORANGERY_SOURCES),
    ...(env.ORANGERY_INTERNAL === '1' && { isInternal: true }),
    hasListener: env.ORANGERY_MESSAGES !== undefined,
    title: record.title,
    description: record.description ?? '',
    address: record.site,
    base: record.base ?? '/',
    repository: record.repositories?.catalogue,
  };
}

function readSources(text: string | undefined): readonly Source[] {
  const found: unknown = text === undefined || text === '' ? [] : JSON.parse(text);
  return Array.isArray(found) ? found.map(readSource) : [];
}

function readSource(found: unknown): Source {
  const fields = new Map<string, unknown>(Object.entries(found ?? {}));
  const text = (name: string): string => {
    const value = fields.get(name);
    if (typeof value === 'string') return value;
    throw new Error(`ORANGERY_SOURCES: expected ${name} of each source, found none`);
  };
  return {
    ...{ name: text('name'), folder: text('folder'), commit: text('commit') },
    visibility: text('visibility') === 'public' ? 'public' : 'private',
    ...(fields.has('repository') && { repository: text('repository') }),
  };
}
