import type { Verb } from '../verb.ts';
import { benchmarkVerb } from './benchmark.ts';
import { catalogueVerb } from './catalogue.ts';
import { datasetVerb } from './dataset/index.ts';
import { doctorVerb } from './doctor.ts';
import { predictVerb } from './predict.ts';
import { serveVerb } from './serve.ts';
import { testVerb } from './test.ts';
import { trainVerb } from './train.ts';
import { validateVerb } from './validate.ts';
import { verifyVerb } from './verify.ts';

/** Every verb, in the order that --help lists them. */
export const verbs: readonly Verb[] = [
  validateVerb,
  verifyVerb,
  testVerb,
  doctorVerb,
  datasetVerb,
  trainVerb,
  benchmarkVerb,
  predictVerb,
  serveVerb,
  catalogueVerb,
];
