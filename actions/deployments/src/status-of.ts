import { gap, plainLine, shorten } from '../../comments/escape-markdown.ts';
import type { DeploymentStatus } from './github-deployments.ts';
import type { StageRun } from './stage-runs.ts';

/** GitHub refuses more. */
const mostCharacters = 140;

/** The status that GitHub should show of a run: an address only while it answers there. */
export function statusOf({ state, last, act }: StageRun): DeploymentStatus {
  const url = state === 'success' ? (last.address ?? '') : '';
  return { state, description: describe(last.message, act), url };
}

/** Who did what, and why it is so. */
function describe(message: string | undefined, act: StageRun['act']): string {
  const by = act?.actor === undefined ? '' : ` by ${act.actor}`;
  const done = act?.act === undefined ? '' : `${act.act}${by}`;
  const text = [done, message ?? ''].filter((part) => part !== '').join(': ');
  // nobody is mentioned, nothing referred to
  const harmless = plainLine(text).replace(/[@#]/g, (sign) => `${sign}${gap}`);
  return shorten(harmless, mostCharacters);
}
