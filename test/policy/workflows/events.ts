import { listOf, objectOf } from '../../../actions/local-github/executor/json.ts';
import { isPrivileged } from './privilege.ts';
import { isControl, type Rule } from './workflow-file.ts';

const untrusted = ['pull_request', 'merge_group'];
/** All of these take workflow and code of main. */
const trusted = [
  ...['workflow_run', 'issue_comment', 'issues', 'workflow_dispatch', 'repository_dispatch'],
  ...['push', 'schedule'],
];

/**
 * R4: a workflow is untrusted and can do nothing (A), or hears of data, text or main alone (B, C, D).
 * The machines' are started by the App.
 */
export const events: Rule = (file) => {
  const say = (message: string): string => file.say('/on', message);
  if (file.events.length === 0) return [say('expected events')];
  if (!isControl(file)) {
    const other = file.events.filter((event) => event !== 'workflow_dispatch');
    return other.map((event) => say(`${event}: machines are started by workflow_dispatch alone`));
  }
  const foreign = file.events.filter((event) => ![...untrusted, ...trusted].includes(event));
  const found = foreign.map((event) => say(`${event} is not one of the four shapes`));
  if (file.events.some((event) => untrusted.includes(event))) {
    if (!file.events.every((event) => untrusted.includes(event))) {
      found.push(say('what a pull request starts hears of nothing else'));
    }
    const strong = file.jobs.filter(isPrivileged);
    found.push(
      ...strong.map(({ id, pointer }) => file.say(pointer, `${id}: a pull request gets nothing`)),
    );
  }
  return [...found, ...filterProblems(file)];
};

const filterProblems: Rule = (file) => {
  const on = objectOf(file.source['on']);
  const found: string[] = [];
  for (const event of untrusted) {
    const filters = Object.keys(objectOf(on[event])).filter((key) => key.startsWith('paths'));
    // a required check that never starts blocks
    if (filters.length > 0) found.push(file.say(`/on/${event}`, `${event}: no filter of paths`));
  }
  const isMain = JSON.stringify(on['push']) === '{"branches":["main"]}';
  if (file.events.includes('push') && !isMain) {
    found.push(file.say('/on/push', 'push: expected branches: [main]'));
  }
  const run = objectOf(on['workflow_run']);
  const isNamed =
    listOf(run['workflows']).length > 0 && listOf(run['types']).join() === 'completed';
  if (file.events.includes('workflow_run') && !isNamed) {
    found.push(
      file.say('/on/workflow_run', 'workflow_run: expected workflows, types: [completed]'),
    );
  }
  return found;
};
