import type { Field } from '@orangery/schemas';

/** What a control of a row holds, as a request would send it; nothing filled in is missing. */
export function valueOf({ type }: Pick<Field, 'type'>, text: string): unknown {
  if (text.trim() === '') return null;
  if (type === 'number' || type === 'integer') return Number(text);
  if (type === 'boolean') return text === 'true';
  if (type !== 'tensor' && type !== 'tokens' && type !== 'series') return text;
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    // the module says what it expects
    return text;
  }
}
