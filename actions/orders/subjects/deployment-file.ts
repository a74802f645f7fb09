import { Failure, formatProblem, parseRecord, type Deployment } from '@orangery/schemas';
import { parseYaml } from '@orangery/schemas/files';
import type { GitHub } from '../../github/github.ts';

export interface DeploymentFile {
  readonly text: string;
  readonly deployment: Deployment;
}

export function deploymentPath(name: string): string {
  return `deployments/${name}.yml`;
}

/**
 * A deployment as a commit has it; null when it is not there.
 * @throws Failure FILE_INVALID, GITHUB_FAILED
 */
export async function readDeployment(
  github: GitHub,
  name: string,
  commit: string,
): Promise<DeploymentFile | null> {
  const path = deploymentPath(name);
  const text = await github.readText(path, commit);
  if (text === null) return null;
  const { value, problems } = parseYaml(text, path);
  if (problems.length > 0) {
    throw new Failure('FILE_INVALID', problems.map(formatProblem).join('\n'), { problems });
  }
  return { text, deployment: parseRecord('deployment', value, path) };
}
