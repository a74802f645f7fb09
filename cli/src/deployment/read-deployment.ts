import { join } from 'node:path';
import { Failure, type Deployment } from '@orangery/schemas';
import { findRoot, readRecord } from '@orangery/schemas/files';
import type { Context } from '../verb.ts';
import { deploymentPlaces } from '../verbs/keys/key-place.ts';

/**
 * What `deployments/<name>.yml` wants.
 * @throws Failure DEPLOYMENT_UNKNOWN naming those that are there, FILE_INVALID
 */
export async function readDeployment(name: string, { cwd }: Context): Promise<Deployment> {
  const file = `deployments/${name}.yml`;
  const places = await deploymentPlaces(cwd);
  if (places.some(({ deployment }) => deployment === name)) {
    return readRecord('deployment', join(await findRoot(cwd), file), file);
  }
  const names = places.map(({ deployment }) => deployment).join(', ');
  throw new Failure('DEPLOYMENT_UNKNOWN', `${file}: expected a deployment, found none`, {
    hint:
      names === ''
        ? `orangery deploy ${name} --module <id> makes it.`
        : `Deployments are: ${names}. orangery deploy ${name} --module <id> makes a new one.`,
  });
}
