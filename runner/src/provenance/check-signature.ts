import { verifySignature, type Signable } from './sign.ts';
import { compare, type Step } from './step.ts';

/** Whether a record's signature holds; a record without one was made by nobody known, which is no lie. */
export async function checkSignature(record: Signable, name: string, file: string): Promise<Step> {
  if (record.signature === undefined) return { kind: 'skipped', text: `${name} is not signed` };
  return compare({
    text: `${name} is as it was signed`,
    file,
    pointer: '/signature',
    expected: 'a record unchanged since it was signed',
    found: (await verifySignature(record))
      ? 'a record unchanged since it was signed'
      : 'a signature of something else',
  });
}
