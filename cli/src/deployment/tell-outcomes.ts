import type { StageOutcome } from '@orangery/runner/deployment';
import { basePathOf } from '@orangery/runner/deployment';
import type { Context } from '../verb.ts';

/**
 * Says what became of each stage, and ends in failure where one failed.
 * @throws Failure DEPLOYMENT_FAILED of the first that failed
 */
export function tellOutcomes(
  outcomes: readonly StageOutcome[],
  address: string,
  { terminal }: Context,
): void {
  const { bold, green, dim } = terminal.colors;
  for (const { state, kind } of outcomes) {
    if (state === null) continue;
    const { deployment, stage, module, health } = state;
    const name = `${bold(`${deployment} ${stage}`)}  ${module.id}@${module.version}`;
    const url = `${address}${basePathOf({ deployment, stage })}/`;
    if (health === 'stopped') terminal.print(`${name}  stopped`);
    else if (kind !== 'failed') {
      const what = kind === 'unchanged' ? dim(' (as it was)') : '';
      terminal.print(`${name}  ${green(health)}  ${url}${what}`);
    }
  }
  terminal.record({
    type: 'deployed',
    stages: outcomes.map(({ kind, state }) => ({ outcome: kind, ...state })),
  });
  const failed = outcomes.find((outcome) => outcome.kind === 'failed');
  if (failed !== undefined) throw failed.error;
}
