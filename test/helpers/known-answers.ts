import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from './orangery.ts';

/** A question to a module whose answer is known. */
export interface Known {
  readonly model: string;
  readonly body: () => BodyInit;
  readonly headers: Readonly<Record<string, string>>;
  readonly label: string;
  readonly probability: number;
}

/** As the golden tests of the modules have it. */
const tolerance = 0.01;
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
      : [{ model, headers, ...expected, body: () => JSON.stringify(input.row) }],
  );
}

async function files(model: string): Promise<readonly Known[]> {
  const named = (await cases(model)).flatMap(({ input, expected }) =>
    input.file === undefined ? [] : [{ file: input.file, expected }],
  );
  return Promise.all(
    named.map(async ({ file, expected }) => {
      const bytes = await readFile(join(modules, model, file));
      const body = (): FormData => {
        const form = new FormData();
        form.append('data', new Blob([bytes]), file);
        return form;
      };
      return { model, headers: {}, ...expected, body };
    }),
  );
}

interface GoldenCase {
  readonly input: { readonly row?: object; readonly file?: string };
  readonly expected: Pick<Known, 'label' | 'probability'>;
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
  return { status: response.status, isRight: response.status === 200 && fits(text, known), text };
}

function fits(text: string, known: Known): boolean {
  const { predictions } = JSON.parse(text) as { predictions: Pick<Known, 'label' | 'probability'> };
  const { label, probability } = predictions;
  return label === known.label && Math.abs(probability - known.probability) <= tolerance;
}
