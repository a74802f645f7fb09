export { endOfKey, hasEnded } from './expiry.ts';
export { addKeyRules, type KeyRules } from './key-rules.ts';
export { createKeyRing, type KeyRing, type KeyUse, type Wanted } from './key-ring.ts';
export { hashKey, isKeyText, keyId, newKey, type NewKey } from './key-text.ts';
export { openKeyFile, type KeyFileOptions } from './open-key-file.ts';
export { readKeys } from './read-keys.ts';
