import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { childEnvironment } from '../../tool/child-environment.ts';

/** What every step of a training is told of its place. */
export interface JobInputs {
  readonly job: string;
  /** Folder of the checkout whose command line trains. */
  readonly tool: string;
  readonly out: string;
  /** Hosts that links may name, separated by commas. */
  readonly hosts: string;
  readonly maxBytes: string | undefined;
  readonly secret: string | undefined;
  readonly cache: string | undefined;
  readonly signingKey: string | undefined;
  readonly state: string | undefined;
}

/** Where a job keeps what is unfinished: the next step of the same job finds it there. */
export interface JobFolder {
  readonly path: string;
  readonly request: string;
  /** Of the command line: nothing of GitHub's. */
  readonly env: Record<string, string>;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The folder of a job, made where it is missing, by its name: a step that follows opens the same. */
export async function openJobFolder(env: Environment, inputs: JobInputs): Promise<JobFolder> {
  const path = join(env['RUNNER_TEMP'] ?? tmpdir(), `orangery-${inputs.job}`);
  await mkdir(path, { recursive: true, mode: 0o700 });
  return {
    path,
    request: join(path, 'request.yml'),
    env: await childEnvironment(env, { ...inputs, work: path }),
  };
}

/** The words of `orangery train` that every step of a training says. */
export function trainWords({ request }: JobFolder, { hosts, maxBytes }: JobInputs): string[] {
  const words = ['train', '--request', request, '--hosts', hosts, '--json'];
  return maxBytes === undefined ? words : [...words, '--max-bytes', maxBytes];
}
