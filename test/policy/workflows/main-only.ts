import type { Json } from '../../../actions/local-github/executor/json.ts';
import { isPrivileged } from './privilege.ts';
import type { PlacedJob, Rule } from './workflow-file.ts';

const condition = "github.ref == 'refs/heads/main'";
const script = 'test "$GITHUB_REF" = refs/heads/main';

/** R4: a privileged job refuses any ref but main before it does anything: by its `if`, or by its first step. */
export const mainOnly: Rule = (file) =>
  file.jobs
    .filter(
      (placed) => isPrivileged(placed) && !refusesByIf(placed.job['if']) && !refusesFirst(placed),
    )
    .map(({ id, pointer }) => file.say(pointer, `${id}: expected first: run: ${script}`));

/** The ref is one of conditions that all must hold; `||` stands in brackets only. */
function refusesByIf(value: Json | undefined): boolean {
  if (typeof value !== 'string') return false;
  const text = value
    .trim()
    .replace(/^\$\{\{([^}]*)\}\}$/, '$1')
    .trim();
  if (!text.startsWith(condition)) return false;
  const rest = withoutBrackets(text.slice(condition.length)).trim();
  return rest === '' || (rest.startsWith('&&') && !rest.includes('||'));
}

function withoutBrackets(text: string): string {
  const less = text.replace(/\([^()]*\)/g, '');
  return less === text ? text : withoutBrackets(less);
}

function refusesFirst({ job, steps }: PlacedJob): boolean {
  const step = steps[0]?.step ?? {};
  const isAlone = Object.keys(step).every((key) => key === 'run' || key === 'name');
  return isAlone && step['run'] === script && job['defaults'] === undefined;
}
