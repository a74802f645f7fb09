import { show, type Field } from '@orangery/schemas';
import type { RawInput } from '../../recipes/recipe.ts';
import type { Form } from '../body/form.ts';
import { UploadedFile } from '../call-sources.ts';
import { inputsIn } from '../pool/call-size.ts';
import { RequestProblem } from '../request-problem.ts';

/** Queries of `/predict`, and whether the caller sent a list of them. */
export interface Queries {
  readonly raws: readonly RawInput[];
  readonly isList: boolean;
}

/**
 * Reads `{"query": q}` or `{"queries": [q, …]}`.
 * @throws RequestProblem 400, 413
 */
export function readQueries(body: unknown, maxInputs: number): Queries {
  const request = new Map<string, unknown>(isRecord(body) ? Object.entries(body) : []);
  const listed = request.get('queries') ?? undefined;
  if (Array.isArray(listed)) {
    return { raws: readValues(listed, maxInputs), isList: true };
  }
  if (listed === undefined && request.has('query')) {
    return { raws: readValues([request.get('query')], maxInputs), isList: false };
  }
  const found = listed === undefined ? namesOf(body) : `queries: ${show(listed)}`;
  const expected = 'JSON {"query": …} or {"queries": […]}';
  throw new RequestProblem(400, `The request: expected ${expected}, found ${found}`);
}

/**
 * Reads the files and texts in `img` and `input` of a form, in their order.
 * @throws RequestProblem 400, 413
 */
export function readForm(
  { values }: Form,
  inputs: readonly Field[],
  maxInputs: number,
): RawInput[] {
  const parts = ['img', 'input'].flatMap((name) => {
    const value = Object.hasOwn(values, name) ? values[name] : [];
    const listed: readonly unknown[] = Array.isArray(value) ? value : [value];
    return listed;
  });
  if (parts.length === 0) {
    const found = Object.keys(values).join(', ') || 'nothing';
    throw new RequestProblem(400, `The form: expected img or input, found ${found}`);
  }
  const isText = inputs.some(({ type }) => type === 'text');
  const raws = parts.map((part, index): RawInput => {
    if (!(part instanceof UploadedFile)) return valueOf(isText ? part : jsonOrText(part));
    return { kind: 'file', name: part.filename || `file ${index + 1}`, bytes: part.bytes };
  });
  checkCount(raws, maxInputs);
  return raws;
}

/**
 * Values of JSON, each an input or a list of rows.
 * @throws RequestProblem 413
 */
export function readValues(values: readonly unknown[], maxInputs: number): RawInput[] {
  const raws = values.map(valueOf);
  checkCount(raws, maxInputs);
  return raws;
}

/** A form's text may be a row or a list as JSON; anything else is a text. */
function jsonOrText(part: unknown): unknown {
  try {
    const value: unknown = JSON.parse(String(part));
    return typeof value === 'object' && value !== null ? value : part;
  } catch {
    return part;
  }
}

function checkCount(raws: readonly RawInput[], most: number): void {
  let count = 0;
  for (const raw of raws) count += raw.kind === 'value' ? inputsIn(raw.value) : 1;
  if (count <= most) return;
  throw new RequestProblem(413, `queries: expected at most ${most}, found ${count}`);
}

function valueOf(value: unknown): RawInput {
  return { kind: 'value', value };
}

function namesOf(body: unknown): string {
  return isRecord(body) ? Object.keys(body).join(', ') || '{}' : show(body);
}

function isRecord(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
