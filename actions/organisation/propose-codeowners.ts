import type { GitHub } from '../github/github.ts';
import { codeownersPath } from './codeowners.ts';
import { proposeFiles } from './propose-files.ts';

/** Keeps a pull request of the App with the file: who is bound by the rules of branches can make none. */
export async function proposeCodeowners(catalogue: GitHub, text: string): Promise<void> {
  await proposeFiles(catalogue, {
    branch: 'orangery/access/codeowners',
    title: 'Name the owners of what is the admins’',
    body: 'GitHub then asks one of them for a review. Written by `sync-access` from `.github/access.yml`.',
    files: { [codeownersPath]: text },
  });
}
