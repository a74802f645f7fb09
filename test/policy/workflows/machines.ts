import { listOf, type Json } from '../../../actions/local-github/executor/json.ts';
import { isControl, type Rule, type WorkflowFile } from './workflow-file.ts';

const hosted = ['ubuntu-24.04'];
const owners = ['gpu'];

/**
 * R1: hosted machines where people contribute, the owner's only in the runner repository. A machine is
 * written out: what an expression or a matrix gives cannot be told from the file.
 */
export const machines: Rule = (file) =>
  file.jobs.flatMap(({ pointer, job }) => {
    const problem = problemOf(file, job['runs-on']);
    return problem === null ? [] : [file.say(`${pointer}/runs-on`, problem)];
  });

function problemOf(file: WorkflowFile, runsOn: Json | undefined): string | null {
  const shown = `runs-on: ${JSON.stringify(runsOn ?? null)}`;
  if (JSON.stringify(runsOn ?? null).includes('${{')) return `${shown} is an expression`;
  const labels = Array.isArray(runsOn) || typeof runsOn === 'string' ? listOf(runsOn) : [];
  const [first, ...rest] = labels.map(String);
  if (first === undefined) return `${shown} names no machine`;
  if (hosted.includes(first) && rest.length === 0) return null;
  if (isControl(file)) return `${shown} is no hosted machine of the list`;
  const isOwners = first === 'self-hosted' && rest.length > 0;
  return isOwners && rest.every((label) => owners.includes(label))
    ? null
    : `${shown} is no machine of the list`;
}
