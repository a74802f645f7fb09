import { hashRecord, type Receipt } from '@orangery/schemas';
import type { Module } from '@orangery/schemas/files';
import { checkSignature } from './check-signature.ts';
import { receiptFingerprint } from './fingerprint.ts';
import { compare, type Step } from './step.ts';

/** A receipt by itself: its name, its signature and the hashes it names. Runs in pages too. */
export async function checkReceipt(module: Module, receipt: Receipt): Promise<Step[]> {
  const name = `receipts/${receipt.run}.json`;
  const file = `modules/${module.id}/${name}`;
  return [
    compare({
      text: `${name} is named after its run`,
      file,
      pointer: '/run',
      expected: `a file ${name}`,
      found: module.files.includes(name) ? `a file ${name}` : 'another file name',
    }),
    await checkSignature(receipt, name, file),
    compare({
      text: `${name} names the hash of its request`,
      file,
      pointer: '/requestSha256',
      expected: hashRecord(receipt.request),
      found: receipt.requestSha256,
    }),
    compare({
      text: `${name} names the hash of what repeats`,
      file,
      pointer: '/fingerprint',
      expected: receiptFingerprint(receipt),
      found: receipt.fingerprint,
    }),
  ];
}
