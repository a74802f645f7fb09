import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { standInZenodo } from '../stand-in-zenodo.ts';
import { localGarden, type LocalGarden } from './local-garden.ts';

const root = join(import.meta.dirname, '..', '..', '..');

/** Rows of seeds, which `doi:10.5281/zenodo.17` gives in a garden whose machine can train. */
export const seeds = readFileSync(join(root, 'modules/seed-classifier/sample/seeds.csv'), 'utf8');

export interface FormAnswers {
  readonly child: string;
  readonly trials: number;
  readonly hours: number;
  readonly machines?: number;
}

/** The issue form for a training on the seeds, filled in. */
export function trainingForm({ child, trials, hours, machines = 1 }: FormAnswers): string {
  return `### Module

seed-classifier

### Links to the data

doi:10.5281/zenodo.17

### Column to predict

variety

### Most trials

${trials}

### Most hours

${hours}

${machines > 1 ? `### Machines\n\n${machines}\n\n` : ''}### Backend

wasm

### Name of the new module

${child}

### Visibility

- [x] The data is public
`;
}

/** A local GitHub whose machine has data to train on, and a key that `access.yml` lists. */
export async function trainingGarden(
  files: Readonly<Record<string, string>> = {},
): Promise<LocalGarden> {
  const zenodo = await standInZenodo({ 17: { files: { 'seeds.csv': seeds } } });
  const key = machineKey();
  const access = readFileSync(join(root, '.github/access.yml'), 'utf8');
  const listed = access.replace('runners: []', key.line);
  expect(listed).toContain(key.line);
  return localGarden({
    files: { '.github/access.yml': listed, ...files },
    runnerSecrets: { ORANGERY_SIGNING_KEY: key.pem },
    runnerVariables: { ZENODO_ENDPOINT: zenodo.url },
  });
}

/** What we have said in a place, without the escapes of Markdown. */
export async function commentsOf(
  { hub }: LocalGarden,
  issue: number,
  kind: string,
): Promise<string[]> {
  const route = 'GET /repos/{owner}/{repo}/issues/{issue_number}/comments';
  const order = { owner: 'garden', repo: 'orangery', issue_number: issue };
  const { data } = await hub.as('ada').request(route, order);
  const ours = data.map(({ body = '' }) => body.replaceAll('\\', ''));
  return ours.filter((body) => body.startsWith(`<!-- orangery:${kind}`));
}

/** A machine's key, and its line in access.yml. */
function machineKey(): { readonly pem: string; readonly line: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('base64');
  const pem = privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
  return { pem, line: `runners: [{ name: oak, publicKey: '${raw}', from: '2026-01-01' }]` };
}
