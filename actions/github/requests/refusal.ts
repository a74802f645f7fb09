import { Failure } from '@orangery/schemas';
import { RequestError } from 'octokit';

export interface Refused {
  /** Such as `GET /repos/o/r/pulls/3`. */
  readonly request: string;
  /** Which job's token it was, such as `job report of report.yml`. */
  readonly job?: string;
}

/** A request that GitHub refused, or that did not reach it, in words that say who can mend it. */
export function refusal(error: unknown, { request, job = 'the job' }: Refused): Failure {
  if (error instanceof Failure) return error;
  if (!(error instanceof RequestError) || error.response === undefined) {
    const found = error instanceof Error ? error.message : String(error);
    return new Failure('GITHUB_FAILED', `${request}: expected an answer, found ${found}`, {
      cause: error,
      hint: 'Try again; see https://www.githubstatus.com when it stays so.',
    });
  }
  const { status, message } = error;
  const said = `${request}: expected success, found ${status} ${oneLine(message)}`;
  const accepted = error.response.headers['x-accepted-github-permissions'];
  if (status === 403 && accepted !== undefined && accepted !== '') {
    const { words, grant } = readPermissions(String(accepted));
    return new Failure('GITHUB_FAILED', `${said}; missing permission: ${words}`, {
      cause: error,
      hint: `Grant ${grant} to ${job} (permissions: in its workflow), or to the App where the token is the App’s.`,
    });
  }
  return new Failure('GITHUB_FAILED', said, { cause: error, ...hintFor(status, job) });
}

function hintFor(status: number, job: string): { readonly hint?: string } {
  if (status === 401) {
    return { hint: `The token of ${job} has expired or was revoked: run the job again.` };
  }
  if (status === 403 || status === 429) {
    return { hint: 'Wait until the rate limit is reset, then run the job again.' };
  }
  if (status >= 500) return { hint: 'Try again; see https://www.githubstatus.com.' };
  return {};
}

/**
 * `pull_requests=write,contents=read; issues=write`: lists that are needed together, alternatives
 * behind semicolons (https://docs.github.com/rest/using-the-rest-api/troubleshooting-the-rest-api).
 */
function readPermissions(header: string): { readonly words: string; readonly grant: string } {
  const choices = header.split(';').map((set) => set.split(',').map((one) => one.trim()));
  const words = choices.map((set) => set.join(' and ')).join(' or ');
  // workflows write hyphens where the header has underscores
  const key = (one: string): string => one.replaceAll('_', '-').replace('=', ': ');
  const grant = choices.map((set) => set.map(key).join(' and ')).join(' or ');
  return { words, grant };
}

function oneLine(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 300 ? `${line.slice(0, 299)}…` : line;
}
