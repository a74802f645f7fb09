import { readFile } from 'node:fs/promises';

/** What a JSON file of the cache holds; `undefined` when it is missing, cut off or no object. */
export async function readJson(
  path: string,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  try {
    const value: unknown = JSON.parse(await readFile(path, 'utf8'));
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    // the cache forgets what it cannot read
    return undefined;
  }
}
