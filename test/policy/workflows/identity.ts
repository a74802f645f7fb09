import { objectOf } from '../../../actions/local-github/executor/json.ts';
import type { Rule } from './workflow-file.ts';

const allowed = ['actions/deploy-pages', 'actions/attest', 'actions/download-artifact'];

/** R8: the identity of a workflow is given only where no code of ours or of a package can take it. */
export const identity: Rule = (file) =>
  file.jobs
    .filter(({ job }) => objectOf(job['permissions'])['id-token'] !== undefined)
    .flatMap(({ steps }) => steps.filter(({ action }) => !allowed.includes(action)))
    .map(({ pointer, action }) => file.say(pointer, `${action || 'a script'} beside id-token`));
