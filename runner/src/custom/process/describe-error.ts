import { readFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { InputError } from '../input-error.ts';
import { ContractError } from './contract-error.ts';

/** What the process of a module tells of an error. */
export interface ToldError {
  readonly kind: 'contract' | 'input' | 'thrown';
  readonly message: string;
  /** `module.ts:12`, where it is known. */
  readonly place?: string;
}

/** An error with the file and line of the module's code that it comes from. */
export function describeError(error: unknown, folder: string): ToldError {
  if (error instanceof ContractError) {
    const place = placeOfDuty(folder, error.duty);
    return { kind: 'contract', message: error.message, ...place };
  }
  if (!(error instanceof Error)) return { kind: 'thrown', message: `threw ${String(error)}` };
  const kind = error instanceof InputError ? 'input' : 'thrown';
  const message = kind === 'input' ? error.message : `${error.name}: ${firstLine(error.message)}`;
  return { kind, message, ...placeInStack(error.stack ?? '', folder) };
}

/** The innermost line of the module's own files in a stack. */
function placeInStack(stack: string, folder: string): { place?: string } {
  const start = `${pathToFileURL(folder).href}/`;
  const from = stack.indexOf(start);
  if (from < 0) return {};
  const [, file, line] = /^([^\s:]+):(\d+)/.exec(stack.slice(from + start.length)) ?? [];
  return file === undefined ? {} : { place: `${decodeURIComponent(file)}:${line}` };
}

/** Where the definition has the duty: `train(…) {`, `train: …`, or `train,`. */
function placeOfDuty(folder: string, duty: string): { place: string } {
  const file = 'module.ts';
  const lines = readFileSync(fileURLToPath(`${pathToFileURL(folder).href}/${file}`), 'utf8').split(
    '\n',
  );
  const property = new RegExp(`^\\s*(async\\s+)?${duty.split(/[.[]/)[0]}\\s*[(:,<]`);
  const definition = lines.findIndex((line) => /\bexport default\b|\bdefineModule\(/.test(line));
  const index = lines.findIndex((line, at) => at >= definition && property.test(line));
  return { place: `${file}:${(index < 0 ? Math.max(0, definition) : index) + 1}` };
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0]!;
}
