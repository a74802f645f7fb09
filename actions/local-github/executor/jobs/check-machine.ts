import { Failure } from '@orangery/schemas';
import { isObject, listOf, type Json } from '../json.ts';

/** Which machines a workflow may ask for. */
export interface Machines {
  /** Labels of GitHub's own machines. */
  readonly hosted: readonly string[];
  /** Who has machines of his own, and their labels. */
  readonly selfHosted?: {
    readonly repositories: readonly string[];
    readonly labels: readonly string[];
  };
}

/**
 * Says which kind of machine a job gets.
 * @throws Failure ACCESS_REFUSED when the repository may not have the machine `runs-on` asks for
 */
export function checkMachine(
  runsOn: Json,
  repository: string,
  { hosted, selfHosted }: Machines,
): 'github-hosted' | 'self-hosted' {
  const labels = isObject(runsOn) ? [] : listOf(runsOn).map(String);
  const shown = `runs-on: ${JSON.stringify(runsOn)}`;
  const [only] = labels;
  if (only === undefined) throw refused(`${shown} names no machine`);
  if (labels.length === 1 && hosted.includes(only)) return 'github-hosted';
  if (selfHosted === undefined || !selfHosted.repositories.includes(repository)) {
    throw refused(`${shown} is refused: ${repository} has hosted machines only`);
  }
  const unknown = labels.filter((label) => !selfHosted.labels.includes(label));
  if (unknown.length === 0) return 'self-hosted';
  throw refused(`${shown} is refused: no machine has the label ${unknown.join(', ')}`);
}

function refused(message: string): Failure {
  return new Failure('ACCESS_REFUSED', message, {
    hint: 'Take ubuntu-24.04, or run the job in the runner repository.',
  });
}
