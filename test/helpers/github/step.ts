import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What GitHub gives a step: environment, and files that it reads afterwards. */
export interface StepOrder {
  /** By name as in `action.yml`. */
  readonly inputs?: Readonly<Record<string, string>>;
  readonly event?: { readonly name: string; readonly payload: unknown };
  readonly env?: Readonly<Record<string, string>>;
}

export interface Step {
  readonly env: Readonly<Record<string, string>>;
  readonly outputs: () => Promise<Readonly<Record<string, string>>>;
  readonly summary: () => Promise<string>;
  readonly remove: () => Promise<void>;
}

/** Lays out the files of a step and names them in its environment. */
export async function makeStep({ inputs = {}, event, env = {} }: StepOrder): Promise<Step> {
  const folder = await mkdtemp(join(tmpdir(), 'orangery-step-'));
  const file = (name: string): string => join(folder, name);
  const payload = event?.payload ?? {};
  await writeFile(file('event.json'), JSON.stringify(payload));
  for (const name of ['output', 'summary', 'state', 'env', 'path']) await writeFile(file(name), '');
  const given = Object.entries(inputs).map(([name, value]) => [inputName(name), value] as const);
  return {
    env: {
      CI: 'true',
      GITHUB_ACTIONS: 'true',
      GITHUB_REPOSITORY: 'garden/orangery',
      GITHUB_API_URL: 'http://127.0.0.1:9',
      GITHUB_SERVER_URL: 'https://github.com',
      GITHUB_WORKFLOW: 'a workflow',
      GITHUB_WORKFLOW_REF: 'garden/orangery/.github/workflows/a.yml@refs/heads/main',
      GITHUB_JOB: 'work',
      GITHUB_RUN_ID: '1',
      GITHUB_RUN_ATTEMPT: '1',
      GITHUB_REF: 'refs/heads/main',
      GITHUB_SHA: '0'.repeat(40),
      GITHUB_ACTOR: 'ann',
      GITHUB_EVENT_NAME: event?.name ?? 'workflow_dispatch',
      GITHUB_EVENT_PATH: file('event.json'),
      GITHUB_WORKSPACE: folder,
      GITHUB_OUTPUT: file('output'),
      GITHUB_STEP_SUMMARY: file('summary'),
      GITHUB_STATE: file('state'),
      GITHUB_ENV: file('env'),
      GITHUB_PATH: file('path'),
      RUNNER_TEMP: folder,
      ...Object.fromEntries(given),
      ...env,
    },
    outputs: async () => readOutputs(await readFile(file('output'), 'utf8')),
    summary: () => readFile(file('summary'), 'utf8'),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** As the runner does: hyphens stay. */
function inputName(name: string): string {
  return `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`;
}

/** `name<<delimiter`, lines, `delimiter`. */
function readOutputs(text: string): Readonly<Record<string, string>> {
  const found = text.matchAll(/^([\w-]+)<<(\S+)\n([\s\S]*?)\n\2$/gm);
  return Object.fromEntries([...found].map(([, name, , value]) => [name!, value!]));
}
