import { Failure } from '@orangery/schemas';
import { attest } from './attest.ts';
import { checkout } from './checkout.ts';
import { createGitHubAppToken } from './create-github-app-token.ts';
import { deployPages } from './deploy-pages.ts';
import { downloadArtifact } from './download-artifact.ts';
import type { PinnedAction } from './pinned-action.ts';
import { setupNode } from './setup-node.ts';
import { uploadArtifact } from './upload-artifact.ts';
import { uploadPagesArtifact } from './upload-pages-artifact.ts';

/** The only actions of others that workflows may use, each at one commit. */
export const pinnedActions: Readonly<Record<string, PinnedAction>> = {
  'actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1': checkout,
  'actions/setup-node@820762786026740c76f36085b0efc47a31fe5020': setupNode,
  'actions/upload-artifact@bbbca2ddaa5d8feaa63e36b76fdaad77386f024f': uploadArtifact,
  'actions/download-artifact@3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c': downloadArtifact,
  'actions/create-github-app-token@1b10c78c7865c340bc4f6099eb2f838309f1e8c3': createGitHubAppToken,
  'actions/upload-pages-artifact@fc324d3547104276b827a68afc52ff2a11cc49c9': uploadPagesArtifact,
  'actions/deploy-pages@cd2ce8fcbc39b97be8ca5fce6e763baed58fa128': deployPages,
  'actions/attest@1e69f48acb82d1966a394da916b4c1698aa569d6': attest,
};

/** @throws Failure ACCESS_REFUSED for any other action, or another commit of one of these */
export function pinnedAction(uses: string): PinnedAction {
  const pinned = Object.hasOwn(pinnedActions, uses) ? pinnedActions[uses] : undefined;
  if (pinned !== undefined) return pinned;
  const [name = ''] = uses.split('@');
  const known = Object.keys(pinnedActions).find((one) => one.startsWith(`${name}@`));
  throw new Failure(
    'ACCESS_REFUSED',
    `uses: ${uses} is refused: it is not one of the pinned actions`,
    {
      hint: known === undefined ? 'Write an action of our own.' : `Use ${known}.`,
    },
  );
}
