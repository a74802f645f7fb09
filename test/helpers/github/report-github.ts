import type { ValidationReport } from '@orangery/schemas';
import { zipBytes } from '../zip-bytes.ts';
import { scriptedGitHub, type Script, type ScriptedGitHub } from './scripted-github.ts';

const bot = { id: 41898282, login: 'github-actions[bot]', type: 'Bot' };
const at = { created_at: '2026-11-01T00:00:00Z', updated_at: '2026-11-01T00:00:00Z' };
export const head = 'a'.repeat(40);

/** A file of the pull request, as GitHub lists it, and what its tree says. */
export interface ChangedFile {
  readonly path: string;
  readonly patch?: string;
}

export interface ReportedPull {
  readonly files: readonly ChangedFile[];
  /** Null: the run left no artifact. */
  readonly report: unknown;
  readonly conclusion?: string;
  /** Of all files. */
  readonly status?: 'added' | 'modified';
  /** Repository of the head; of the run it is `ann/orangery`. */
  readonly from?: string;
  readonly more?: Script;
}

export interface ReportGitHub extends ScriptedGitHub {
  /** Of the pull request, in order. */
  readonly comments: { id: number; user: object; body: string }[];
  readonly reviews: unknown[];
}

/** A GitHub with one pull request whose check has ended; comments and reviews are kept. */
export async function reportGitHub(pull: ReportedPull): Promise<ReportGitHub> {
  const { files, report, conclusion = 'success', from = 'ann/orangery', more = {} } = pull;
  const { status = 'modified' } = pull;
  const comments: ReportGitHub['comments'] = [];
  const reviews: unknown[] = [];
  const zip = zipBytes([{ name: 'report.json', content: JSON.stringify(report) }]);
  const script: Script = {
    'GET /actions/runs/5': { json: runOf(conclusion) },
    [`GET /users/${bot.login}`]: { json: bot },
    'GET /pulls': { json: [pullOf(files.length, from)] },
    'GET /pulls/3': { json: pullOf(files.length, from) },
    'GET /pulls/3/files': {
      json: files.map(({ path, patch }) => ({ filename: path, status, patch })),
    },
    'GET /git/ref/heads/main': { json: { object: { sha: 'base' } } },
    ...treesOf(files),
    'GET /actions/runs/5/artifacts': {
      json: {
        artifacts:
          report === null
            ? []
            : [{ id: 9, name: 'report', size_in_bytes: zip.length, expired: false }],
      },
    },
    'GET /actions/artifacts/9/zip': { bytes: zip },
    'GET /issues/3/comments': () => ({ json: comments.map((each) => ({ ...each, ...at })) }),
    'POST /issues/3/comments': ({ body }) => {
      const made = { id: comments.length + 1, user: bot, body: bodyOf(body) };
      comments.push(made);
      return { status: 201, json: { ...made, ...at } };
    },
    'POST /pulls/3/reviews': ({ body }) => {
      reviews.push(body);
      return { json: {} };
    },
    ...Object.fromEntries(
      [1, 2, 3].map((id) => [
        `PATCH /issues/comments/${id}`,
        ({ body }: { body: unknown }) => {
          comments[id - 1]!.body = bodyOf(body);
          return { json: {} };
        },
      ]),
    ),
    ...more,
  };
  return { ...(await scriptedGitHub(script)), comments, reviews };
}

/** A report of well-formed modules. */
export function goodReport(ids: readonly string[], more: object = {}): ValidationReport {
  return {
    schema: 'validation-report/1',
    base: 'b'.repeat(40),
    head,
    modules: ids.map((id) => ({
      ...{ id, status: 'changed' as const, problems: [], metadata: [], metrics: [] },
      golden: { outcome: 'passed' as const, detail: '3 cases', cases: [] },
      ...more,
    })),
    files: [],
    others: [],
  };
}

function bodyOf(body: unknown): string {
  if (typeof body !== 'object' || body === null || !('body' in body)) throw new Error('no body');
  return String(body.body);
}

function runOf(conclusion: string): object {
  return {
    ...{ id: 5, path: '.github/workflows/validate.yml', event: 'pull_request', conclusion },
    ...{ status: 'completed', head_sha: head, head_branch: 'patch', display_title: 't' },
    ...{ head_repository: { full_name: 'ann/orangery' }, ...at },
    html_url: 'https://github.com/garden/orangery/actions/runs/5',
  };
}

function pullOf(changedFiles: number, from: string): object {
  return {
    ...{ number: 3, node_id: 'PR_3', title: 't', body: '', state: 'open', draft: false },
    ...{ user: { id: 1, login: 'ann', type: 'User' }, merged_at: null, ...at },
    head: { sha: head, ref: 'patch', repo: { full_name: from } },
    base: { sha: 'base', ref: 'main' },
    changed_files: changedFiles,
  };
}

/** Trees at the head that hold the files below `modules/<id>`, and a base that holds `iris`. */
function treesOf(files: readonly ChangedFile[]): Script {
  const ids = [...new Set(files.map(({ path }) => /^modules\/([^/]+)\//.exec(path)?.[1]))];
  const known = ids.filter((id) => id !== undefined);
  const inside = (id: string) =>
    files.flatMap(({ path }) => {
      const prefix = `modules/${id}/`;
      return path.startsWith(prefix) ? [entry(path.slice(prefix.length), 'blob', '100644')] : [];
    });
  const tree = (entries: readonly object[]) => ({ json: { truncated: false, tree: entries } });
  return {
    [`GET /git/commits/${head}`]: { json: { tree: { sha: 'head' } } },
    'GET /git/trees/head': tree([entry('modules', 'tree', '040000', 'head-modules')]),
    'GET /git/trees/head-modules': tree(known.map((id) => entry(id, 'tree', '040000', `t-${id}`))),
    ...Object.fromEntries(known.map((id) => [`GET /git/trees/t-${id}`, tree(inside(id))])),
    'GET /git/commits/base': { json: { tree: { sha: 'base' } } },
    'GET /git/trees/base': tree([entry('modules', 'tree', '040000', 'base-modules')]),
    'GET /git/trees/base-modules': tree([entry('iris', 'tree', '040000')]),
  };
}

function entry(path: string, type: string, mode: string, sha = 'x'): object {
  return { path, type, mode, sha };
}
