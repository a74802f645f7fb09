import { data, Evaluator, Lexer, Parser } from '@actions/expressions';
import { Failure } from '@orangery/schemas';
import { toJson, type Json } from '../json.ts';
import { contextNames, statusFunctions, type Scope } from './scope.ts';

type ExpressionData = data.ExpressionData;

/**
 * Evaluates an expression, without its `${{ }}`, by GitHub's own evaluator.
 * @throws Failure FILE_INVALID when it cannot be read or fails
 */
export function evaluate(expression: string, scope: Scope): Json {
  return fromData(evaluateData(expression, scope));
}

/** Whether GitHub takes its value for true. */
export function evaluateTruth(expression: string, scope: Scope): boolean {
  const value = evaluate(expression, scope);
  return value !== false && value !== 0 && value !== '' && value !== null;
}

/** Its value as text, as `${{ }}` inside a longer text gives it. */
export function evaluateText(expression: string, scope: Scope): string {
  return evaluateData(expression, scope).coerceString();
}

function evaluateData(expression: string, scope: Scope): ExpressionData {
  try {
    const functions = statusFunctions(scope);
    const { tokens } = new Lexer(expression).lex();
    const tree = new Parser(tokens, [...contextNames], [...functions.values()]).parse();
    return new Evaluator(tree, contextsOf(scope), functions).evaluate();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const message = `the expression \${{ ${expression} }} cannot be evaluated: ${why}`;
    throw new Failure('FILE_INVALID', message, { cause: error });
  }
}

function contextsOf({ contexts }: Scope): data.Dictionary {
  const dictionary = new data.Dictionary();
  for (const name of contextNames) dictionary.add(name, toData(contexts[name] ?? {}));
  return dictionary;
}

function toData(value: Json): ExpressionData {
  return JSON.parse(JSON.stringify(value), data.reviver);
}

function fromData(value: ExpressionData): Json {
  const text = JSON.stringify(value, data.replacer);
  const parsed: unknown = JSON.parse(text);
  return toJson(parsed);
}
