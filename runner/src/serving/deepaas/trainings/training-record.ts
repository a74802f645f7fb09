import { UploadedFile } from '../../call-sources.ts';
import type { Argument, ArgumentValues } from '../arguments/argument.ts';
import { readFields } from '../arguments/read-value.ts';

export type TrainingStatus = 'running' | 'done' | 'error' | 'cancelled';

/** What is told of a training, in the order and the words of DEEPaaS. */
export interface TrainingRecord {
  /** When it was asked for, in UTC. */
  readonly date: string;
  readonly args: Readonly<Record<string, unknown>>;
  /** 32 hexadecimal digits. */
  readonly uuid: string;
  readonly status: TrainingStatus;
  /** Why it ended in an error. */
  readonly message?: string;
  /** Of one that is done. */
  readonly result?: {
    readonly output: unknown;
    readonly finish_date: string;
    readonly duration: string;
  };
}

/** A record as it lies on the disk. */
export interface StoredTraining {
  readonly model: string;
  readonly record: TrainingRecord;
}

/** A longer argument is not kept: a hundred records would fill the memory. */
const longestArgument = 16_384;

const text: Omit<Argument, 'name'> = { type: 'string', isRequired: true };
const resultFields: readonly Argument[] = [
  { name: 'output', type: 'any', default: null },
  { name: 'finish_date', ...text },
  { name: 'duration', ...text },
];
const recordFields: readonly Argument[] = [
  { name: 'date', ...text },
  { name: 'args', type: 'object', isRequired: true },
  { name: 'uuid', ...text },
  { name: 'status', ...text, choices: ['running', 'done', 'error', 'cancelled'] },
  { name: 'message', type: 'string' },
  { name: 'result', type: 'object', fields: resultFields },
];
const storedFields: readonly Argument[] = [
  { name: 'model', ...text },
  { name: 'record', type: 'object', isRequired: true, fields: recordFields },
];

/** Undefined where the value is no stored training of this id. */
export function checkStoredTraining(value: unknown, uuid: string): StoredTraining | undefined {
  return isStoredTraining(value) && value.record.uuid === uuid ? value : undefined;
}

function isStoredTraining(value: unknown): value is StoredTraining {
  if (typeof value !== 'object' || value === null) return false;
  return 'value' in readFields(storedFields, { ...value }, true);
}

/**
 * Arguments as a record tells them: of a file its argument's name, type and name, never its content;
 * of a link nothing that gives access.
 */
export function toldArguments(values: ArgumentValues): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, shortened(toldValue(name, value))]),
  );
}

function toldValue(name: string, value: unknown): unknown {
  if (value instanceof UploadedFile) return [name, value.contentType, value.filename];
  if (Array.isArray(value)) return value.map((item) => toldValue(name, item));
  return typeof value === 'string' && value.includes('://') ? withoutAccess(value) : value;
}

/** What is signed or has a password has it in its query, or before its host. */
function withoutAccess(link: string): string {
  const url = URL.parse(link);
  if (url === null) return '(no link)';
  const hasQuery = url.search !== '';
  if (!hasQuery && url.username === '' && url.password === '') return link;
  Object.assign(url, { username: '', password: '', search: '', hash: '' });
  return hasQuery ? `${url.href}?…` : url.href;
}

function shortened(value: unknown): unknown {
  const { length } = JSON.stringify(value);
  return length > longestArgument ? `(${length} characters)` : value;
}
