import { createHash, randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { Failure } from '@orangery/schemas';
import { resolveInside } from '@orangery/schemas/files';
import { findFiles } from './find-files.ts';
import { optional, type PinnedAction, type PinnedCall } from './pinned-action.ts';
import { requirePermissions } from './require-permissions.ts';

/** Attests nothing: a note says what GitHub would sign. */
export const attest: PinnedAction = {
  inputs: {
    'subject-path': optional(),
    'subject-digest': optional(),
    'subject-name': optional(),
    'subject-checksums': optional(),
    'sbom-path': optional(),
    'predicate-type': optional(),
    predicate: optional(),
    'predicate-path': optional(),
    'push-to-registry': optional('false'),
    'create-storage-record': optional('true'),
    'show-summary': optional('true'),
    'subject-version': optional(),
    'github-token': optional('${{ github.token }}'),
  },
  unsupported: ['sbom-path', 'push-to-registry', 'subject-version'],
  run: note,
};

async function note({ inputs, outputs, session }: PinnedCall): Promise<void> {
  requirePermissions(session, 'actions/attest', ['id-token', 'attestations']);
  const subjects = await subjectsOf(inputs, session.folders.workspace);
  if (subjects.length === 0) throw new Failure('FILE_MISSING', 'actions/attest found no subject');
  const id = randomUUID();
  const bundle = join(session.folders.temp, `attestation-${id}.json`);
  await writeFile(bundle, JSON.stringify({ note: 'not signed: made locally', subjects }));
  for (const { name, digest } of subjects) {
    session.log.write(`GitHub would attest ${name} ${digest}; here nothing is signed`);
  }
  Object.assign(outputs, {
    'bundle-path': bundle,
    'attestation-id': id,
    'attestation-url': `${session.githubEnv['GITHUB_SERVER_URL']}/${session.event.repository}/attestations/${id}`,
  });
}

interface Subject {
  readonly name: string;
  readonly digest: string;
}

const ways = ['subject-path', 'subject-digest', 'subject-checksums'] as const;

async function subjectsOf(
  inputs: Readonly<Record<string, string>>,
  workspace: string,
): Promise<Subject[]> {
  const [way, ...others] = ways.filter((name) => (inputs[name] ?? '') !== '');
  if (way === undefined || others.length > 0) {
    throw new Failure('FILE_INVALID', `actions/attest: give one of ${ways.join(', ')}`);
  }
  const value = inputs[way] ?? '';
  if (way === 'subject-digest') return [{ name: inputs['subject-name'] ?? '', digest: value }];
  if (way === 'subject-checksums') return readChecksums(value, workspace);
  const { files } = await findFiles(value.replaceAll(',', '\n'), workspace, true);
  const subjects = files.map(async (path) => {
    const hash = createHash('sha256').update(await readFile(path));
    return { name: relative(workspace, path), digest: `sha256:${hash.digest('hex')}` };
  });
  return Promise.all(subjects);
}

/** A line `<SHA-256>  <name>` for each, as `sha256sum` writes them. */
async function readChecksums(path: string, workspace: string): Promise<Subject[]> {
  const text = await readFile(resolveInside(workspace, path), 'utf8');
  const lines = text.split('\n').filter((line) => line !== '');
  return lines.map((line) => {
    const [, hex, name] = /^([0-9a-f]{64}) [ *](\S.*)$/.exec(line) ?? [];
    if (hex !== undefined && name !== undefined) return { name, digest: `sha256:${hex}` };
    const message = `actions/attest: ${path}: expected <SHA-256>  <name>, found ${line}`;
    throw new Failure('FILE_INVALID', message);
  });
}
