import { getCollection } from 'astro:content';
import type { Module } from '@orangery/schemas/files';

/** Every module that is shown, sorted by id. */
export async function getModules(): Promise<readonly Module[]> {
  const entries = await getCollection('modules');
  return entries.map(({ data }) => data).sort((a, b) => (a.id < b.id ? -1 : 1));
}
