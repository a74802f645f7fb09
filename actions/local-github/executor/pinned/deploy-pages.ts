import { Failure } from '@orangery/schemas';
import { optional, type PinnedAction, type PinnedCall } from './pinned-action.ts';
import { requirePermissions } from './require-permissions.ts';

/** Deploys nothing: the artifact is the site, and its address is told. */
export const deployPages: PinnedAction = {
  inputs: {
    token: optional('${{ github.token }}'),
    timeout: optional('600000'),
    error_count: optional('10'),
    reporting_interval: optional('5000'),
    artifact_name: optional('github-pages'),
    preview: optional('false'),
  },
  unsupported: ['preview'],
  run: deploy,
};

async function deploy({ inputs, outputs, session }: PinnedCall): Promise<void> {
  requirePermissions(session, 'actions/deploy-pages', ['pages', 'id-token']);
  const name = inputs['artifact_name'] ?? '';
  if (!session.artifacts.names.includes(name)) {
    const message = `No artifacts named "${name}" were found for this workflow run.`;
    throw new Failure('FILE_MISSING', message);
  }
  outputs['page_url'] = session.pagesUrl;
  session.log.write(`The site is the artifact ${name}; its address is ${session.pagesUrl}`);
}
