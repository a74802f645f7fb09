import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure, formatProblem } from './failure.ts';
import type { Deployment } from './generated/types.ts';
import { listModuleFolders } from './module.ts';
import { readRecord } from './record-file.ts';
import { deploymentProblems, deploymentReferences, type NamingFile } from './references.ts';
import { readYaml } from './yaml.ts';

/**
 * Reads `deployments/<name>.yml`, and checks that the modules it names have a folder.
 * @throws Failure FILE_MISSING, FILE_INVALID
 */
export async function readDeploymentFile(root: string, file: string): Promise<Deployment> {
  const deployment = await readRecord('deployment', join(root, file), file);
  const found = deploymentProblems(deployment, await moduleIds(root));
  if (found.length === 0) return deployment;
  const { locate } = await readYaml(join(root, file), file);
  const problems = found.map(locate);
  throw new Failure('FILE_INVALID', problems.map(formatProblem).join('\n'), { problems });
}

/** Names of deployments, sorted; a marketplace without any is normal. */
export async function listDeploymentFiles(root: string): Promise<readonly string[]> {
  const entries = await readdir(join(root, 'deployments'), { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.yml'))
    .map(({ name }) => `deployments/${name}`)
    .sort();
}

/** Which modules the deployments name, as far as they can be read: what is wrong with one is told elsewhere. */
export async function readDeploymentReferences(root: string): Promise<readonly NamingFile[]> {
  const files = await listDeploymentFiles(root);
  const read = files.map(async (file): Promise<NamingFile[]> => {
    try {
      const deployment = await readRecord('deployment', join(root, file), file);
      return [{ file, references: deploymentReferences(deployment) }];
    } catch (error) {
      if (error instanceof Failure) return [];
      throw error;
    }
  });
  return (await Promise.all(read)).flat();
}

async function moduleIds(root: string): Promise<ReadonlySet<string>> {
  const found = await lstat(join(root, 'modules')).catch(() => null);
  return new Set(found?.isDirectory() === true ? (await listModuleFolders(root)).ids : []);
}
