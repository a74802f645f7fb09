import { matchesGlob, relative, resolve } from 'node:path';
import { Failure } from '@orangery/schemas';
import { fieldAt, listOf, textAt } from '../json.ts';
import { askForge } from './ask-forge.ts';
import { optional, type PinnedAction, type PinnedCall } from './pinned-action.ts';
import { unzipFiles } from './unzip-files.ts';

/** Unpacks artifacts of this run, or with a token of another. */
export const downloadArtifact: PinnedAction = {
  inputs: {
    name: optional(),
    'artifact-ids': optional(),
    path: optional(),
    pattern: optional(),
    'merge-multiple': optional('false'),
    'github-token': optional(),
    repository: optional('${{ github.repository }}'),
    'run-id': optional('${{ github.run_id }}'),
    'skip-decompress': optional('false'),
    'digest-mismatch': optional('error'),
  },
  unsupported: ['artifact-ids', 'skip-decompress', 'digest-mismatch'],
  run: download,
};

async function download(call: PinnedCall): Promise<void> {
  const { inputs, outputs, session } = call;
  const { workspace } = session.folders;
  const target = resolve(workspace, inputs['path'] ?? '');
  const run = Number(inputs['run-id']);
  const named = inputs['name'] ?? '';
  const isOwn = (inputs['github-token'] ?? '') === '' || run === session.run;
  const known = isOwn ? session.artifacts.names : await namesOfRun(call, run);
  const names = known.filter((name) => {
    if (named !== '') return name === named;
    return (inputs['pattern'] ?? '') === '' || matchesGlob(name, inputs['pattern'] ?? '');
  });
  if (named !== '' && names.length === 0) throw missing(named);
  for (const name of names) {
    const zip = session.forge.readArtifact(isOwn ? session.run : run, name);
    if (zip === null) throw missing(name);
    const isFlat = named !== '' || inputs['merge-multiple'] === 'true';
    const folder = relative(workspace, isFlat ? target : resolve(target, name));
    const count = await unzipFiles(zip, workspace, folder);
    session.log.write(`Artifact ${name}: ${count} files`);
  }
  outputs['download-path'] = target;
}

/** Listed by the REST interface, so that a token without `actions: read` is refused as on GitHub. */
async function namesOfRun(call: PinnedCall, run: number): Promise<readonly string[]> {
  const { inputs } = call;
  const path = `/repos/${inputs['repository']}/actions/runs/${run}/artifacts?per_page=100`;
  const answer = await askForge(call, path, inputs['github-token'] ?? '');
  return listOf(fieldAt(answer, 'artifacts')).map((artifact) => textAt(artifact, 'name'));
}

function missing(name: string): Failure {
  return new Failure(
    'FILE_MISSING',
    `Unable to download artifact(s): Artifact not found for name: ${name}`,
  );
}
