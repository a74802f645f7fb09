import { generateKeyPairSync } from 'node:crypto';
import type { Access } from '@orangery/schemas';
import { parseRecord } from '@orangery/schemas';
import { parseYaml, patchYamlText } from '@orangery/schemas/files';
import { accessPath } from '../../access/read-access.ts';

export interface MachineKey {
  /** PKCS#8. */
  readonly pem: string;
  /** The rules, with the public half among the machines'. */
  readonly access: string;
}

/**
 * Makes the key of a machine whose signatures count from a day on.
 * @param text of `access.yml`
 * @param day such as `2026-11-22`
 */
export function machineKey(text: string, name: string, day: string): MachineKey {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  // the last 32 bytes of its DER form are the key itself: RFC 8410
  const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('base64');
  const { runners }: Access = parseRecord('access', parseYaml(text, accessPath).value, accessPath);
  const value = [...runners, { name, publicKey: raw, from: day }];
  return {
    pem: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
    access: patchYamlText(text, [{ path: ['runners'], value }], accessPath),
  };
}
