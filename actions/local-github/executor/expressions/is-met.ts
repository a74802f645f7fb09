import { Lexer } from '@actions/expressions';
import type { Json } from '../json.ts';
import { evaluateTruth } from './evaluate.ts';
import { renderString, splitText } from './render.ts';
import type { Scope } from './scope.ts';

const statusNames = ['always', 'success', 'failure', 'cancelled'];

/**
 * Whether an `if:` lets its step or job run. Without a status function in it, `success()` must hold
 * too; a text around an expression is true for not being empty, as on GitHub.
 */
export function isMet(condition: Json | undefined, scope: Scope): boolean {
  const text = condition === undefined || condition === null ? '' : String(condition).trim();
  const isSuccess = scope.status?.isSuccess ?? true;
  if (text === '') return isSuccess;
  const parts = splitText(text);
  const [only] = parts;
  if (text.includes('${{') && !(parts.length === 1 && only?.kind === 'expression')) {
    return isSuccess && renderString(text, scope) !== '';
  }
  const expression = only?.kind === 'expression' ? only.text : text;
  if (!callsStatus(expression) && !isSuccess) return false;
  return evaluateTruth(expression, scope);
}

function callsStatus(expression: string): boolean {
  const { tokens } = new Lexer(expression).lex();
  return tokens.some(
    ({ lexeme }, index) =>
      statusNames.includes(lexeme.toLowerCase()) && tokens[index + 1]?.lexeme === '(',
  );
}
