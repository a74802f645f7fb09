import { textAt } from '../../../actions/local-github/executor/json.ts';
import type { Rule } from './workflow-file.ts';

/** R16: a group for each workflow; only a check is worth nothing once a newer one began. */
export const concurrency: Rule = (file) => {
  const value = file.source['concurrency'] ?? null;
  const found: string[] = [];
  if (textAt(value, 'group') === '') found.push(file.say('/concurrency', 'expected a group'));
  const cancels = JSON.stringify(value).replace('"cancel-in-progress":false', '');
  if (cancels.includes('cancel-in-progress') && !file.events.includes('pull_request')) {
    found.push(file.say('/concurrency', 'only a check is cancelled by a newer one'));
  }
  return found;
};
