import type { Argument } from './arguments/argument.ts';
import { pythonJson } from './python-json.ts';

/**
 * JSON text of a value whose fields are known: what they call a number is written as Python writes a
 * float, `1.0` where JavaScript has `1`.
 */
export function floatJson(value: unknown, { type, items, fields }: Argument): string {
  if (type === 'number' && typeof value === 'number') return pythonFloat(value);
  if (type === 'list' && items !== undefined && Array.isArray(value)) {
    return `[${value.map((item) => floatJson(item, items)).join(', ')}]`;
  }
  return type === 'object' && fields !== undefined ? fieldsJson(value, fields) : pythonJson(value);
}

/** Of an object; see {@link floatJson}. */
export function fieldsJson(value: unknown, fields: readonly Argument[]): string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return pythonJson(value);
  const byName = new Map(fields.map((field) => [field.name, field]));
  const parts = Object.entries(value).flatMap(([name, item]) => {
    if (item === undefined) return [];
    const field = byName.get(name);
    return `${pythonJson(name)}: ${field === undefined ? pythonJson(item) : floatJson(item, field)}`;
  });
  return `{${parts.join(', ')}}`;
}

/** Python's `repr`: the same digits, the exponent from other sizes on and with two digits. */
function pythonFloat(value: number): string {
  if (!Number.isFinite(value)) return 'null';
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e16 || size < 1e-4)) {
    return value.toExponential().replace(/([+-])(\d)$/, '$10$2');
  }
  if (Object.is(value, -0)) return '-0.0';
  return Number.isInteger(value) ? `${value}.0` : `${value}`;
}
