/**
 * JSON text as Python's `json.dumps` writes it, and so DEEPaaS: `, ` and `: ` between parts, everything
 * outside ASCII escaped. Undefined fields are left out; a number that is not finite becomes null.
 */
export function pythonJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(pythonJson).join(', ')}]`;
  if (typeof value === 'string') return quote(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return `{${entries.map(([key, item]) => `${quote(key)}: ${pythonJson(item)}`).join(', ')}}`;
}

function quote(text: string): string {
  return JSON.stringify(text).replace(/[^ -~]/g, escape);
}

/** One UTF-16 unit; a character beyond the first plane becomes two escapes, as in Python. */
function escape(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
