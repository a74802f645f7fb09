import { readFile } from 'node:fs/promises';
import { Failure } from '@orangery/schemas';

/** The job an action runs in, as its environment says it. */
export interface Job {
  /** `owner/name`. */
  readonly repository: string;
  readonly apiUrl: string;
  readonly serverUrl: string;
  /** In messages: `job report of report.yml`. */
  readonly label: string;
  readonly runId: number;
  /** Full name, such as `refs/heads/main`. */
  readonly ref: string;
  readonly sha: string;
  readonly workspace: string;
  readonly event: {
    readonly name: string;
    /** The webhook's payload, not yet looked at. */
    readonly payload: unknown;
  };
}

/**
 * Reads what GitHub tells every job.
 * @throws Failure USAGE outside a job
 */
export async function readJob(
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<Job> {
  const read = (name: string): string => {
    const value = env[name];
    if (value !== undefined && value !== '') return value;
    throw new Failure('USAGE', `${name}: expected a value in the environment, found nothing`, {
      hint: 'Run the action in a job of GitHub Actions, or by orangery github up.',
    });
  };
  const workflow = workflowFile(env.GITHUB_WORKFLOW_REF ?? '') ?? read('GITHUB_WORKFLOW');
  return {
    repository: read('GITHUB_REPOSITORY'),
    apiUrl: read('GITHUB_API_URL'),
    serverUrl: read('GITHUB_SERVER_URL'),
    label: `job ${read('GITHUB_JOB')} of ${workflow}`,
    runId: Number(read('GITHUB_RUN_ID')),
    ref: read('GITHUB_REF'),
    sha: read('GITHUB_SHA'),
    workspace: read('GITHUB_WORKSPACE'),
    event: { name: read('GITHUB_EVENT_NAME'), payload: await readEvent(read('GITHUB_EVENT_PATH')) },
  };
}

/** `garden/orangery/.github/workflows/report.yml@refs/heads/main` → `report.yml`. */
function workflowFile(workflowRef: string): string | undefined {
  return /\/([^/@]+\.ya?ml)@/.exec(workflowRef)?.[1];
}

async function readEvent(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error);
    throw new Failure('USAGE', `GITHUB_EVENT_PATH: expected a file of JSON, found ${found}`, {
      cause: error,
      hint: 'Run the action in a job of GitHub Actions, or by orangery github up.',
    });
  }
}
