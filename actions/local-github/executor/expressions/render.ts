import { isList, isObject, type Json } from '../json.ts';
import { evaluate, evaluateText } from './evaluate.ts';
import type { Scope } from './scope.ts';

/** Evaluates every expression in a value. A text that is one expression becomes the expression's value. */
export function render(value: Json, scope: Scope): Json {
  if (typeof value === 'string') return renderText(value, scope);
  if (isList(value)) return value.map((item) => render(item, scope));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, render(item, scope)]));
}

/** The same as text: null is empty, numbers and booleans are written out. */
export function renderString(value: Json | undefined, scope: Scope): string {
  const rendered = render(value ?? '', scope);
  if (rendered === null) return '';
  return typeof rendered === 'object' ? (isList(rendered) ? 'Array' : 'Object') : String(rendered);
}

/** Each value of a mapping as text. */
export function renderStrings(
  values: Readonly<Record<string, Json>>,
  scope: Scope,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [key, renderString(value, scope)]),
  );
}

function renderText(text: string, scope: Scope): Json {
  const parts = splitText(text);
  const [only] = parts;
  if (parts.length === 1 && only?.kind === 'expression') return evaluate(only.text, scope);
  return parts
    .map((part) => (part.kind === 'text' ? part.text : evaluateText(part.text, scope)))
    .join('');
}

export interface TextPart {
  readonly kind: 'text' | 'expression';
  readonly text: string;
}

/** Splits `a ${{ b }} c`; a quoted `}}` does not end an expression. */
export function splitText(text: string): readonly TextPart[] {
  const parts: TextPart[] = [];
  let at = 0;
  while (at < text.length) {
    const start = text.indexOf('${{', at);
    const end = start < 0 ? -1 : endOfExpression(text, start + 3);
    if (end < 0) break;
    if (start > at) parts.push({ kind: 'text', text: text.slice(at, start) });
    parts.push({ kind: 'expression', text: text.slice(start + 3, end).trim() });
    at = end + 2;
  }
  if (at < text.length) parts.push({ kind: 'text', text: text.slice(at) });
  return parts;
}

function endOfExpression(text: string, from: number): number {
  let isQuoted = false;
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === "'") isQuoted = !isQuoted;
    if (!isQuoted && text.startsWith('}}', at)) return at;
  }
  return -1;
}
