import { getCollection } from 'astro:content';
import type { Module } from '@orangery/schemas/files';

/** Every module that is shown, sorted by id. */
export async function getModules(): Promise<readonly Module[]> {
  // named, because Astro writes the collection's type only when it first runs
  const entries: readonly { readonly data: Module }[] = await getCollection('modules');
  return entries.map(({ data }) => data).sort((a, b) => (a.id < b.id ? -1 : 1));
}
