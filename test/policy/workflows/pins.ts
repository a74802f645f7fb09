import { pinnedActions } from '../../../actions/local-github/executor/pinned/pinned-actions.ts';
import type { Rule } from './workflow-file.ts';

/** The release that each pinned commit is, as people read it. */
export const versions: Readonly<Record<string, string>> = {
  'actions/checkout': 'v7.0.1',
  'actions/setup-node': 'v7.0.0',
  'actions/upload-artifact': 'v7.0.0',
  'actions/download-artifact': 'v8.0.1',
  'actions/create-github-app-token': 'v3.1.1',
  'actions/upload-pages-artifact': 'v5.0.0',
  'actions/deploy-pages': 'v5.0.0',
  'actions/attest': 'v4.2.2',
};

/** R7: an action is one of ours, or one of the pinned at its commit, with the version beside it. */
export const pins: Rule = (file) =>
  file.jobs.flatMap(({ pointer, job, steps }) => {
    const found = steps.flatMap((placed) => {
      const { uses } = placed.step;
      if (uses === undefined) return [];
      const name = placed.action;
      const place = `${placed.pointer}/uses`;
      if (/^\.\/(?!.*\.\.)[\w./-]+$/.test(name) && uses === name) return [];
      if (typeof uses !== 'string' || !Object.hasOwn(pinnedActions, uses)) {
        return [file.say(place, `uses: ${String(uses)} is not one of the pinned actions`)];
      }
      const isSaid = file.lineAt(place).endsWith(` # ${versions[name]}`);
      return isSaid ? [] : [file.say(place, `${name}: expected # ${versions[name]} on its line`)];
    });
    const isForeign = job['uses'] !== undefined;
    return isForeign
      ? [...found, file.say(`${pointer}/uses`, 'jobs of others are not used')]
      : found;
  });
