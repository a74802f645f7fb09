import { appTokens } from './app-tokens.ts';
import { caches } from './caches.ts';
import { checkouts } from './checkouts.ts';
import { concurrency } from './concurrency.ts';
import { events } from './events.ts';
import { identity } from './identity.ts';
import { machines } from './machines.ts';
import { mainOnly } from './main-only.ts';
import { onMain } from './on-main.ts';
import { ownActions } from './own-actions.ts';
import { packages } from './packages.ts';
import { permissions } from './permissions.ts';
import { pins } from './pins.ts';
import { scripts } from './scripts.ts';
import { secrets } from './secrets.ts';
import { timeLimits } from './time-limits.ts';
import { untrustedText } from './untrusted-text.ts';
import type { Rule } from './workflow-file.ts';

/** What a program can check of the security rules in a workflow. */
export const rules = {
  appTokens,
  caches,
  checkouts,
  concurrency,
  events,
  identity,
  machines,
  mainOnly,
  onMain,
  ownActions,
  packages,
  permissions,
  pins,
  scripts,
  secrets,
  timeLimits,
  untrustedText,
} satisfies Record<string, Rule>;
