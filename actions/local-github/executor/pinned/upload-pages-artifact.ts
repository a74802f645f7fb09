import { Failure } from '@orangery/schemas';
import { findFiles } from './find-files.ts';
import { optional, type PinnedAction, type PinnedCall } from './pinned-action.ts';
import { zipFiles } from './zip-files.ts';

/** Packs a folder for deploy-pages. GitHub puts a tar archive into the artifact; here it holds the files. */
export const uploadPagesArtifact: PinnedAction = {
  inputs: {
    name: optional('github-pages'),
    path: optional('_site/'),
    'retention-days': optional('1'),
    'include-hidden-files': optional('false'),
  },
  run: upload,
};

async function upload({ inputs, outputs, session }: PinnedCall): Promise<void> {
  const name = inputs['name'] ?? '';
  const withHidden = inputs['include-hidden-files'] === 'true';
  const found = await findFiles(inputs['path'] ?? '', session.folders.workspace, withHidden);
  if (found.files.length === 0) {
    throw new Failure('FILE_MISSING', `no files were found in ${inputs['path']}`);
  }
  session.artifacts.store(name, await zipFiles(found));
  outputs['artifact_id'] = String(session.artifacts.names.indexOf(name) + 1);
  session.log.write(`Artifact ${name}: ${found.files.length} files`);
}
