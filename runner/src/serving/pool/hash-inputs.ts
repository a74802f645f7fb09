import { createHash } from 'node:crypto';
import { serialize } from 'node:v8';
import type { CallInputs } from './messages.ts';

/**
 * What no other inputs have: all that an answer may depend on, of a file its name too, since its
 * ending tells how it is read.
 */
export function hashInputs(inputs: CallInputs): string {
  return digest(write(inputs));
}

/** As JSON, with words beside it for what JSON drops or takes for something else. */
function write(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value !== 'object' || value === null) return Object.is(value, -0) ? '-0' : `${value}`;
  if (Array.isArray(value)) return `[${value.map(write).join()}]`;
  if (isPlain(value)) {
    const entries = Object.entries(value);
    return `{${entries.map(([key, one]) => `${JSON.stringify(key)}:${write(one)}`).join()}}`;
  }
  // arrays of numbers and of bytes, with their type
  return `(${digest(serialize(value))})`;
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function digest(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('base64');
}
