export { receiptFingerprint, type RepeatablePart } from './fingerprint.ts';
export { readOrCreateKey } from './key.ts';
export { signRecord, verifySignature, type Signable, type SigningKey } from './sign.ts';
export type { Step } from './step.ts';
export { verifyModule, type Verification } from './verify.ts';
