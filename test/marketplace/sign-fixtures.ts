/**
 * Signs the receipts and reports of the fixture marketplace anew, after one was edited:
 * `npx node test/marketplace/sign-fixtures.ts`. The key is known to everybody and listed in the
 * fixture's access.yml; what was never signed stays so.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hashRecord, parseRecord, recordText } from '@orangery/schemas';
import { readModules } from '@orangery/schemas/files';
import { receiptFingerprint } from '../../runner/src/provenance/fingerprint.ts';
import { signRecord, type SigningKey } from '../../runner/src/provenance/sign.ts';

const root = join(import.meta.dirname, '..', 'fixtures', 'marketplace');
const key = await fixtureKey();
console.log(`public key: ${key.publicKey}`);

const { modules, problems } = await readModules(root);
if (problems.length > 0) throw new Error(JSON.stringify(problems));
for (const { folder, files } of modules) {
  for (const path of files.filter((one) => /^(receipts|reports)\/.*\.json$/.test(one))) {
    const file = join(folder, path);
    const record: unknown = JSON.parse(await readFile(file, 'utf8'));
    await writeFile(file, recordText(await signed(path, record), path));
  }
}

async function signed(path: string, value: unknown): Promise<object> {
  if (path.startsWith('reports/')) {
    const report = parseRecord('benchmarkReport', value, path);
    return report.signature === undefined ? report : signRecord(report, key);
  }
  const read = parseRecord('receipt', value, path);
  const named = { ...read, requestSha256: hashRecord(read.request) };
  const receipt = { ...named, fingerprint: receiptFingerprint(named) };
  return receipt.signature === undefined ? receipt : signRecord(receipt, key);
}

/** An Ed25519 key made of 32 bytes that are no secret. */
async function fixtureKey(): Promise<SigningKey> {
  const head = Buffer.from('302e020100300506032b657004220420', 'hex');
  const pkcs8 = Buffer.concat([head, Buffer.alloc(32, 'garden of models')]);
  const privateKey = await crypto.subtle.importKey('pkcs8', pkcs8, 'Ed25519', true, ['sign']);
  const { x } = await crypto.subtle.exportKey('jwk', privateKey);
  return { privateKey, publicKey: Buffer.from(x!, 'base64url').toString('base64') };
}
