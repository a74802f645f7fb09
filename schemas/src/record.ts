import type { ErrorObject, ValidateFunction } from 'ajv';
import { canonicalJson } from './canonical.ts';
import { Failure, failureCodes, formatProblem, type Problem } from './failure.ts';
import { describeError, show } from './describe-error.ts';
import * as validators from './generated/validators.js';
import type { Records } from './generated/types.ts';
import { upgradeRecord } from './migrate/upgrade-record.ts';
import type { UpgradeStep } from './migrate/upgrade-step.ts';
import { upgradeSteps } from './migrate/upgrade-steps.ts';

export type RecordName = keyof Records;

/** The newest schema of each record as its first field says it, such as `module/2`. */
export const schemaNames = {
  access: 'access/1',
  artifact: 'artifact/1',
  benchmarkReport: 'benchmark-report/1',
  catalogue: 'catalogue/1',
  catalogueApi: 'catalogue-api/1',
  catalogueModule: 'catalogue-module/1',
  composeFile: 'compose-file/1',
  configuration: 'configuration/2',
  dataset: 'dataset/1',
  containerImage: 'container-image/1',
  decision: 'decision/1',
  deployment: 'deployment/1',
  deploymentState: 'deployment-state/1',
  freshness: 'freshness/1',
  goldenTest: 'golden-test/1',
  hostStage: 'host-stage/1',
  jobState: 'job-state/1',
  keys: 'keys/1',
  module: 'module/2',
  receipt: 'receipt/1',
  runnerState: 'runner-state/1',
  study: 'study/1',
  studyRound: 'study-round/1',
  trainingCheck: 'training-check/1',
  trainingRequest: 'training-request/1',
  trialResult: 'trial-result/1',
  tryIt: 'try-it/1',
  usage: 'usage/1',
  validationReport: 'validation-report/1',
} as const satisfies Readonly<Record<RecordName, string>>;

/** A problem before it is known where in the text it stands. */
export type PlacelessProblem = Omit<Problem, 'file' | 'line' | 'column'> & {
  /** Pointer whose key, not value, is at fault. */
  readonly atKey?: boolean;
};

export type Checked<Value> =
  | { readonly kind: 'valid'; readonly value: Value }
  | { readonly kind: 'invalid'; readonly problems: readonly PlacelessProblem[] };

/**
 * Checks parsed JSON or YAML against a record's schema, after upgrading older versions in memory.
 * What is valid has a canonical form. Of a version that is not known nothing else is said.
 */
export function checkRecord<Name extends RecordName>(
  name: Name,
  input: unknown,
  known: readonly UpgradeStep[] = upgradeSteps,
): Checked<Records[Name]> {
  const record = upgradeRecord(input, known).value;
  const unknown = unknownSchema(name, record);
  if (unknown !== null) return { kind: 'invalid', problems: [unknown] };
  const validate = validators[name] as ValidateFunction<Records[Name]>;
  if (!validate(record)) {
    const errors = validate.errors ?? [];
    const alien = withoutAnyField(name, record, errors);
    return { kind: 'invalid', problems: alien === null ? describeErrors(errors) : [alien] };
  }
  const unhashable = withoutCanonicalForm(record);
  if (unhashable !== null) return { kind: 'invalid', problems: [unhashable] };
  return { kind: 'valid', value: record };
}

/**
 * Like `checkRecord`, for records that machines write and nobody edits.
 * @throws Failure FILE_INVALID with every problem.
 */
export function parseRecord<Name extends RecordName>(
  name: Name,
  input: unknown,
  file: string,
): Records[Name] {
  const checked = checkRecord(name, input);
  if (checked.kind === 'valid') return checked.value;
  const problems = checked.problems.map((problem) => ({ ...problem, file }));
  throw new Failure('FILE_INVALID', problems.map(formatProblem).join('\n'), { problems });
}

function unknownSchema(name: RecordName, record: unknown): PlacelessProblem | null {
  if (typeof record !== 'object' || record === null || !('schema' in record)) return null;
  const { schema } = record;
  if (typeof schema !== 'string' || schema === schemaNames[name]) return null;
  const expected = show(schemaNames[name]);
  return {
    pointer: '/schema',
    expected,
    found: show(schema),
    hint: failureCodes.RECORD_UNKNOWN.remedy,
  };
}

/** Of what is no such record at all, one line says more than one for each field. */
function withoutAnyField(
  name: RecordName,
  record: unknown,
  errors: readonly ErrorObject[],
): PlacelessProblem | null {
  const missing = errors.filter(
    ({ keyword, instancePath }) => keyword === 'required' && instancePath === '',
  );
  const required = (missing[0]?.schema ?? []) as readonly string[];
  if (required.length < 2 || missing.length < required.length) return null;
  const expected = `a record with schema: ${schemaNames[name]} and ${required.length - 1} other fields`;
  const hint = `Required are: ${required.join(', ')}.`;
  return { pointer: '', expected, found: show(record), hint };
}

/** Infinity and halves of surrogate pairs pass every schema, and have no canonical form to hash. */
function withoutCanonicalForm(record: unknown): PlacelessProblem | null {
  if (isPlain(record)) return null;
  try {
    canonicalJson(record);
    return null;
  } catch (error) {
    const expected = 'finite numbers and whole characters';
    return { pointer: '', expected, found: error instanceof Error ? error.message : String(error) };
  }
}

/** Whether a value surely has a canonical form: cheaper to see than to make it. */
function isPlain(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed();
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object') return typeof value === 'boolean';
  if (value === null) return true;
  if (Array.isArray(value)) return value.every(isPlain);
  return Object.entries(value).every(([key, child]) => key.isWellFormed() && isPlain(child));
}

/** More than anybody mends in one go; a list of a million mistakes would take minutes to tell. */
const mostProblems = 100;

/** One problem a place: what a branch of a union says is dropped when the choice itself is wrong. */
function describeErrors(errors: readonly ErrorObject[]): PlacelessProblem[] {
  const seen = new Map<string, PlacelessProblem>();
  for (const error of errors) {
    if (seen.size === mostProblems) break;
    const problem = describeError(error);
    if (problem === null) continue;
    const key = `${problem.pointer} ${problem.expected}`;
    if (!seen.has(key)) seen.set(key, problem);
  }
  return [...seen.values()].sort((a, b) =>
    a.pointer.localeCompare(b.pointer, 'en', { numeric: true }),
  );
}
