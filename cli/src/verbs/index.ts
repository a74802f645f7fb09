import type { Verb } from '../verb.ts';
import { benchmarkVerb } from './benchmark.ts';
import { doctorVerb } from './doctor.ts';
import { predictVerb } from './predict.ts';
import { serveVerb } from './serve.ts';
import { testVerb } from './test.ts';
import { trainVerb } from './train.ts';

/** Every verb, in the order that --help lists them. */
export const verbs: readonly Verb[] = [
  testVerb,
  doctorVerb,
  trainVerb,
  benchmarkVerb,
  predictVerb,
  serveVerb,
];
