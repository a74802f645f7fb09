import { readFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { InputError } from '../input-error.ts';
import { ContractError } from './contract-error.ts';

/** What the process of a module tells of an error. */
export interface ToldError {
  readonly kind: 'contract' | 'input' | 'thrown';
  readonly message: string;
  /** `module.ts:12`, or with the column, where it is known. */
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
  const message = kind === 'input' ? error.message : `${error.name}: ${sentenceOf(error)}`;
  const stack = error.stack ?? '';
  return { kind, message, ...(placeOfSyntax(error, folder) ?? placeInStack(stack, folder)) };
}

/** Files and programs that Node's permissions keep from the code, in words of whoever wrote it. */
const refusals: Readonly<Record<string, string>> = {
  FileSystemRead: 'code may read the files of its own folder and the data that it is given',
  FileSystemWrite: 'code may write no files: what save gives is kept',
  ChildProcess: 'code may start no programs',
  WorkerThreads: 'code may start no threads',
};

function sentenceOf(error: Error): string {
  const { code, permission, resource } = error as Error & Readonly<Record<string, unknown>>;
  if (code !== 'ERR_ACCESS_DENIED') return firstLine(error.message);
  const allowed = refusals[String(permission)] ?? `code may not use ${String(permission)}`;
  const found = typeof resource === 'string' && resource !== '' ? `, found ${resource}` : '';
  return `${allowed}${found}`;
}

/**
 * Where code cannot be parsed: its stack begins with the file and line, some of its text, and a mark below
 * the column.
 */
function placeOfSyntax(error: Error, folder: string): { place: string } | undefined {
  if (!(error instanceof SyntaxError)) return undefined;
  const [first = '', ...rest] = (error.stack ?? '').split('\n');
  const start = [`${pathToFileURL(folder).href}/`, `${folder}/`].find((one) =>
    first.startsWith(one),
  );
  const [place] = /^[^\s:]+:\d+$/.exec(first.slice(start?.length)) ?? [];
  if (start === undefined || place === undefined) return undefined;
  const mark = rest.find((line) => /^\s*\^+\s*$/.test(line));
  const column = mark === undefined ? '' : `:${mark.indexOf('^') + 1}`;
  return { place: `${decodeURIComponent(place)}${column}` };
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
