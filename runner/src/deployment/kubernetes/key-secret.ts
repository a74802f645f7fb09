import { portableYaml } from '@orangery/schemas';
import type { WantedStage } from '../wanted-stage.ts';
import type { KubernetesObject, ObjectMetadata } from './kubernetes-object.ts';

/** File of the keys' hashes in the container; the server reads it again when it changes. */
export const keyFile = { folder: '/keys', name: 'deployment.yml' };

/** Hashes of the keys that may call; nothing where everybody may. */
export function keySecrets(
  { callers }: WantedStage,
  metadata: ObjectMetadata,
): readonly KubernetesObject[] {
  if (callers === null || callers === 'everybody') return [];
  const text = portableYaml({ schema: 'keys/1', keys: callers });
  return [
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata,
      type: 'Opaque',
      data: { [keyFile.name]: Buffer.from(text).toString('base64') },
    },
  ];
}
