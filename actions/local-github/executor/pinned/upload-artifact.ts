import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { Failure } from '@orangery/schemas';
import { findFiles } from './find-files.ts';
import { optional, required, type PinnedAction, type PinnedCall } from './pinned-action.ts';
import { zipFiles } from './zip-files.ts';

/** Packs files as an artifact of the run. */
export const uploadArtifact: PinnedAction = {
  inputs: {
    name: optional('artifact'),
    path: required,
    'if-no-files-found': optional('warn'),
    'retention-days': optional(),
    'compression-level': optional('6'),
    overwrite: optional('false'),
    'include-hidden-files': optional('false'),
    archive: optional('true'),
  },
  unsupported: ['archive', 'overwrite'],
  run: upload,
};

async function upload({ inputs, outputs, session }: PinnedCall): Promise<void> {
  const name = checkName(inputs['name'] ?? '');
  const withHidden = inputs['include-hidden-files'] === 'true';
  const found = await findFiles(inputs['path'] ?? '', session.folders.workspace, withHidden);
  if (found.files.length === 0) {
    const message = `No files were found with the provided path: ${inputs['path']}. No artifacts will be uploaded.`;
    if (inputs['if-no-files-found'] === 'error') throw new Failure('FILE_MISSING', message);
    if (inputs['if-no-files-found'] === 'warn') {
      session.log.annotate({ level: 'warning', message });
    }
    return;
  }
  const zip = await zipFiles(found);
  session.artifacts.store(name, zip);
  const id = String(session.artifacts.names.indexOf(name) + 1);
  outputs['artifact-id'] = id;
  outputs['artifact-url'] =
    `${session.githubEnv['GITHUB_SERVER_URL']}/${session.event.repository}/actions/runs/${session.run}/artifacts/${id}`;
  outputs['artifact-digest'] = createHash('sha256').update(zip).digest('hex');
  const shown = found.files.slice(0, 20).map((path) => basename(path));
  session.log.write(`Artifact ${name}: ${found.files.length} files: ${shown.join(', ')}`);
}

function checkName(name: string): string {
  if (name !== '' && !/["':<>|*?\r\n\\/]/.test(name)) return name;
  const message = `The artifact name is not valid: ${JSON.stringify(name)}`;
  throw new Failure('FILE_INVALID', message);
}
