export { receiptFingerprint, type RepeatablePart } from './fingerprint.ts';
export { readOrCreateKey } from './key.ts';
export { signRecord, verifySignature, type Signable, type SigningKey } from './sign.ts';
export type { Step } from './step.ts';
export type { Verification } from './judge.ts';
export { verifyModule } from './verify.ts';
export { verifyRecords } from './verify-records.ts';
