import { isObject, objectOf } from '../../../actions/local-github/executor/json.ts';
import type { Rule } from './workflow-file.ts';

/** Nothing is granted to all; what a job is granted says on its line why. */
export const permissions: Rule = (file) => {
  const top = file.source['permissions'];
  const isNothing = isObject(top) && Object.keys(top).length === 0;
  const found = isNothing ? [] : [file.say('/permissions', 'expected permissions: {} at the top')];
  for (const { pointer, job } of file.jobs) {
    const granted = job['permissions'];
    const place = `${pointer}/permissions`;
    if (granted !== undefined && !isObject(granted)) {
      found.push(file.say(place, 'each permission is named'));
    }
    const lines = new Set<string>();
    for (const [scope, level] of Object.entries(objectOf(granted))) {
      const line = file.lineAt(`${place}/${scope}`);
      const isSaid = / # \S/.test(line) && !lines.has(line);
      lines.add(line);
      if (!isSaid) found.push(file.say(`${place}/${scope}`, `${scope}: say on its line why`));
      if (level !== 'read' && level !== 'write') {
        found.push(file.say(`${place}/${scope}`, `${scope}: expected read or write`));
      }
    }
  }
  return found;
};
