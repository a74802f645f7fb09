import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure, type CatalogueModule, type Problem } from '@orangery/schemas';
import { readRecord } from '@orangery/schemas/files';
import type { Tool } from './tool.ts';

const timeoutMs = 8 * 60_000;

export interface PagesOrder {
  readonly tool: Tool;
  /** The contribution, as data. */
  readonly root: string;
  /** Where the site goes. */
  readonly site: string;
  readonly ids: readonly string[];
}

export interface Pages {
  /** What the site tells machines of each module. */
  readonly byId: ReadonlyMap<string, CatalogueModule>;
  readonly problems: readonly Problem[];
}

/**
 * Builds the site of a contribution by the tool of the base, and leaves the pages of these modules and
 * what they need.
 */
export async function buildPages(order: PagesOrder): Promise<Pages> {
  const { tool, root, site, ids } = order;
  if (tool.run === undefined || ids.length === 0) return { byId: new Map(), problems: [] };
  const env = { ORANGERY_ROOT: root };
  // what other repositories hold is not this contribution's, which may have named them
  const args = ['catalogue', 'build', '--no-sources', '--out', site];
  const { failure } = await tool.run(args, { cwd: tool.folder, timeoutMs, env });
  if (failure !== null) return { byId: new Map(), problems: [unbuilt(failure)] };
  const pages = new Map<string, CatalogueModule>();
  for (const id of ids) {
    const file = `api/modules/${id}.json`;
    const page = await readRecord('catalogueModule', join(site, file), file).catch(orNone);
    if (page !== null) pages.set(id, page);
  }
  await removeOthers(join(site, 'modules'), new Set(ids));
  await removeOthers(join(site, 'api', 'modules'), new Set(ids.map((id) => `${id}.json`)));
  return { byId: pages, problems: [] };
}

/** A contribution alone can be the cause: the base was built before. */
function unbuilt({ message }: Failure): Problem {
  const found = message.trim().split('\n').slice(-3).join(' ');
  return { file: 'modules', pointer: '', expected: 'pages that can be built', found };
}

/** A retired or private module may have no page. */
function orNone(error: unknown): null {
  if (error instanceof Failure && error.code === 'FILE_MISSING') return null;
  throw error;
}

async function removeOthers(folder: string, kept: ReadonlySet<string>): Promise<void> {
  // a site without modules has no such folder
  const names = await readdir(folder).catch(() => []);
  for (const name of names) {
    if (!kept.has(name)) await rm(join(folder, name), { recursive: true, force: true });
  }
}
