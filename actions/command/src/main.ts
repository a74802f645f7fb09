import { handleHeard } from '../../orders/handle-event.ts';
import { hearEvent, type GitHubEvent } from '../../orders/hear-event.ts';
import { followCheck } from '../../orders/follow-check.ts';
import type { Control } from '../../orders/control.ts';

/**
 * Does what an event asks for.
 * @returns the answers, in Markdown; none when nothing was asked
 * @throws Failure GITHUB_FAILED
 */
export async function command(event: GitHubEvent, control: Control): Promise<readonly string[]> {
  if (event.name === 'workflow_run') return followCheck(event, control);
  const heard = hearEvent(event);
  if (heard === null) {
    control.log('Nothing was asked for.');
    return [];
  }
  const handled = await handleHeard(control, heard);
  return handled.map(({ answer }) => answer);
}
