import { authorOf, issueOf } from '../../../../actions/local-github/server/issue-json.ts';
import { fullNameOf, requireRepository } from '../../../../actions/local-github/server/find.ts';
import { filesOf } from '../../../../actions/local-github/server/git/files.ts';
import { listAll } from '../../../../actions/local-github/server/list-all.ts';
import type { Repository } from '../../../../actions/local-github/server/repository.ts';
import type { State } from '../../../../actions/local-github/server/state.ts';
import type { Account } from '../../../../actions/github/entities.ts';
import { catalogueName, runnerName, type Garden } from '../model/garden.ts';
import type { ModelForge, ModelRepository } from '../model/model-state.ts';

/** Brings the model to what the local GitHub holds now: the oracle reads the model. */
export async function readHub(state: State, { forge, catalogue, runner }: Garden): Promise<void> {
  const repository = requireRepository(state, catalogueName);
  const places = new Set([...catalogue.issues.keys(), ...repository.pullRequests.keys()]);
  const lists = [...places].map((place) => listAll(state, repository, `/issues/${place}/comments`));
  const comments = (await Promise.all(lists)).flat().sort((a, b) => Number(a.id) - Number(b.id));
  // from here on nothing waits: what is read is of one moment
  readPeople(state, forge);
  for (const [model, name] of [
    [catalogue, catalogueName],
    [runner, runnerName],
  ] as const) {
    readGit(requireRepository(state, name), model);
    readRuns(state, requireRepository(state, name), model);
  }
  readPulls(state, repository, catalogue);
  catalogue.comments.splice(
    0,
    Infinity,
    ...comments.map((comment) => ({
      ...{ id: Number(comment.id), issue: issueOf(comment), body: String(comment.body) },
      author: accountOf(state, authorOf(comment)),
      createdAt: String(comment.created_at),
      updatedAt: String(comment.updated_at),
    })),
  );
}

function readPeople(state: State, forge: ModelForge): void {
  forge.accounts.clear();
  for (const { id, isGone = false } of state.accounts.values()) {
    if (!isGone) forge.accounts.set(id, accountOf(state, id));
  }
  forge.teams.clear();
  for (const { slug, members } of state.organisation.teams.values()) {
    forge.teams.set(slug, new Set(members.keys()));
  }
}

function accountOf(state: State, id: number): Account {
  const { login, type } = state.accounts.get(id) ?? { login: 'ghost', type: 'User' as const };
  return { id, login, type };
}

/** Forks share their objects with the catalogue. */
function readGit({ objects, references }: Repository, model: ModelRepository): void {
  for (const [sha, { parents, message }] of objects.commits) {
    if (model.commits.has(sha)) continue;
    const files = [...filesOf(objects, sha)].map(([path, file]) => {
      const content = objects.blobs.get(file.sha) ?? Buffer.from(file.sha);
      return [path, { mode: file.mode, content }] as const;
    });
    model.commits.set(sha, { sha, parent: parents[0] ?? null, message, tree: new Map(files) });
  }
  model.branches.clear();
  for (const [name, sha] of references) {
    if (name.startsWith('refs/heads/')) model.branches.set(name.slice('refs/heads/'.length), sha);
  }
}

function readPulls(state: State, repository: Repository, model: ModelRepository): void {
  for (const record of repository.pullRequests.values()) {
    const { number, author, head, base, isDraft, headSha, merged, createdAt } = record;
    const from = state.repositories.get(head.repository)!;
    const shared = { number, author: accountOf(state, author), state: record.state, createdAt };
    const known = { ...shared, nodeId: String(record.id), title: '', body: '' };
    model.pulls.set(number, {
      ...{ ...known, isDraft, isMerged: merged !== null, finalHead: headSha },
      ...{ headBranch: head.branch, headRepository: fullNameOf(state, from) },
      ...(base.branch !== 'main' && { baseBranch: base.branch }),
    });
    if (!model.issues.has(number)) {
      model.issues.set(number, { ...known, labels: [], isPullRequest: true });
    }
  }
}

function readRuns(state: State, { id }: Repository, model: ModelRepository): void {
  const runs = [...state.runs.values()].filter(({ repository }) => repository === id);
  model.runs.splice(
    0,
    Infinity,
    ...runs.map((run) => {
      const from = run.headRepository === null ? null : state.repositories.get(run.headRepository);
      const { workflow, title, status, conclusion, createdAt, updatedAt } = run;
      return {
        ...{ id: run.id, workflow, title, status, conclusion, createdAt, updatedAt, url: '' },
        ...{ event: run.event.name, head: run.headSha, branch: run.headBranch },
        headRepository: from === null || from === undefined ? null : fullNameOf(state, from),
        jobs: [...run.jobs.values()].map((job) => ({
          ...{ name: job.name, conclusion: job.conclusion ?? null, runner: 'gpu-1', labels: [] },
          ...{ startedAt: job.startedAt, completedAt: job.completedAt },
        })),
      };
    }),
  );
}
