/**
 * JSON text as Python's `json.dumps` writes it, and so DEEPaaS: `, ` and `: ` between parts, everything
 * outside ASCII escaped. Undefined fields are left out; a number that is not finite becomes null.
 * @throws RangeError of a value that is too deep or holds itself
 */
export function pythonJson(value: unknown): string {
  if (typeof value === 'string') return quote(value);
  if (typeof value === 'number') return Number.isFinite(value) ? `${value}` : 'null';
  if (typeof value === 'boolean' || typeof value === 'bigint') return `${value}`;
  if (typeof value !== 'object' || value === null) return 'null';
  return Array.isArray(value) ? listText(value) : objectText(value);
}

function listText(items: readonly unknown[]): string {
  let text = '[';
  let separator = '';
  for (const item of items) {
    text += separator + pythonJson(item);
    separator = ', ';
  }
  return `${text}]`;
}

function objectText(value: object): string {
  let text = '{';
  let separator = '';
  for (const [key, item] of Object.entries(value)) {
    if (item === undefined) continue;
    text += `${separator}${quote(key)}: ${pythonJson(item)}`;
    separator = ', ';
  }
  return `${text}}`;
}

/** Most texts have nothing to escape. */
function quote(text: string): string {
  if (/^[ !#-[\]-~]*$/.test(text)) return `"${text}"`;
  return JSON.stringify(text).replace(/[^ -~]/g, escape);
}

/** One UTF-16 unit; a character beyond the first plane becomes two escapes, as in Python. */
function escape(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
