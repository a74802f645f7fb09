import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../../helpers/orangery.ts';

/** A question to a module whose answer is known. */
export interface Known {
  readonly model: string;
  readonly body: () => BodyInit;
  readonly headers: Readonly<Record<string, string>>;
  readonly label: string;
}

const modules = join(root, 'modules');

/** Some of each module, by what their golden tests say. */
export async function knownAnswers(): Promise<readonly Known[]> {
  return [
    ...(await rows('seed-classifier')),
    ...(await rows('letter-sorter')),
    ...(await files('leaf-classifier')),
  ];
}

async function rows(model: string): Promise<readonly Known[]> {
  const headers = { 'content-type': 'application/json' };
  return (await cases(model)).flatMap(({ input, expected }) =>
    input.row === undefined
      ? []
      : [{ model, headers, label: expected.label, body: () => JSON.stringify(input.row) }],
  );
}

async function files(model: string): Promise<readonly Known[]> {
  const named = (await cases(model)).flatMap(({ input, expected: { label } }) =>
    input.file === undefined ? [] : [{ file: input.file, label }],
  );
  return Promise.all(
    named.map(async ({ file, label }) => {
      const bytes = await readFile(join(modules, model, file));
      const body = (): FormData => {
        const form = new FormData();
        form.append('data', new Blob([bytes]), file);
        return form;
      };
      return { model, headers: {}, label, body };
    }),
  );
}

interface GoldenCase {
  readonly input: { readonly row?: object; readonly file?: string };
  readonly expected: { readonly label: string };
}

async function cases(model: string): Promise<readonly GoldenCase[]> {
  const text = await readFile(join(modules, model, 'golden.json'), 'utf8');
  return (JSON.parse(text) as { readonly cases: readonly GoldenCase[] }).cases;
}

/** What a server says to a question: its status, and whether it was the right answer. */
export async function ask(
  address: string,
  known: Known,
  init: RequestInit = {},
): Promise<{ readonly status: number; readonly isRight: boolean; readonly text: string }> {
  const response = await fetch(`${address}/v2/models/${known.model}/predict/`, {
    ...{ method: 'POST', headers: known.headers, body: known.body() },
    ...init,
  });
  const text = await response.text();
  const isRight = response.status === 200 && labelOf(text) === known.label;
  return { status: response.status, isRight, text };
}

function labelOf(text: string): unknown {
  const { predictions } = JSON.parse(text) as { predictions: { label?: unknown } };
  return predictions.label;
}
