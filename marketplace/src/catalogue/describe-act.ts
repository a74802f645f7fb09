import type { DeploymentState } from '@orangery/schemas';
import { hasFailed } from './records.ts';

/** What was done, and what has failed. */
const words: Readonly<Record<NonNullable<DeploymentState['act']>, readonly [string, string]>> = {
  deploy: ['deployed', 'deploy'],
  stop: ['stopped', 'stop'],
  rollback: ['rolled back', 'rollback'],
  promote: ['promoted', 'promotion'],
  replace: ['started again', 'new start'],
  scale: ['copies changed', 'change of copies'],
};

/** `deployed by ada`, or `deploy failed, asked for by ada`; nothing where the line does not say what was done. */
export function describeAct(state: DeploymentState): string {
  const { act, actor } = state;
  if (act === undefined) return '';
  const [done, attempt] = words[act];
  const by = actor === undefined ? '' : ` by ${actor}`;
  if (!hasFailed(state)) return `${done}${by}`;
  return by === '' ? `${attempt} failed` : `${attempt} failed, asked for${by}`;
}
