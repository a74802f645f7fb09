import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const folder = 'runner/github/workflows';

const readme = `# Machines

The private repository with the GPU machines. Its workflows come from the catalogue's \`${folder}\`, written by \`orangery github init\`; only
the App starts them. Nothing else belongs here.
`;

/** What the runner repository holds, by path. @param root of the catalogue's checkout */
export async function runnerFiles(root: string): Promise<Readonly<Record<string, string>>> {
  const names = (await readdir(join(root, folder))).filter((name) => name.endsWith('.yml')).sort();
  const files: Record<string, string> = { 'README.md': readme };
  for (const name of names) {
    files[`.github/workflows/${name}`] = await readFile(join(root, folder, name), 'utf8');
  }
  return files;
}
