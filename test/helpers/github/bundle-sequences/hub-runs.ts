import type { ForgeEvent } from '../../../../actions/local-github/forge.ts';
import { findRepository, requireRepository } from '../../../../actions/local-github/server/find.ts';
import type { LocalGitHub } from '../../../../actions/local-github/server/index.ts';
import { catalogueName, runnerName } from '../model/garden.ts';
import type { Deeds } from '../sequences/deeds.ts';
import { zipBytes } from '../../zip-bytes.ts';

const labels = ['self-hosted', 'gpu'];

type End = Parameters<Deeds['endRun']>[1];

/** Runs of checks and of machines: they begin and end when the sequence says so. */
export function hubRuns(
  hub: LocalGitHub,
): Pick<Deeds, 'startCheck' | 'endCheck' | 'takeRun' | 'endRun'> {
  queueDispatched(hub);
  return {
    startCheck: async ({ workflow, event, title, head, headRepository, branch }) => {
      const { forge, state } = hub;
      const owner = state.organisation.account;
      const actor = { login: owner.login, id: owner.id };
      const at = { ref: `refs/heads/${branch}`, sha: head, workflowSha: head };
      const caused: ForgeEvent = {
        name: event,
        repository: catalogueName,
        ...at,
        actor,
        payload: {},
      };
      const order = { repository: catalogueName, workflow, name: 'validate', event: caused };
      const id = forge.createRun(order);
      const from = findRepository(state, headRepository ?? catalogueName);
      // what is forged comes from elsewhere: here, from the machines' own repository
      const other = from ?? requireRepository(state, runnerName);
      state.runs.set(id, { ...state.runs.get(id)!, title, headRepository: other.id });
      return id;
    },
    endCheck: async (id, conclusion) =>
      hub.forge.updateRun(id, { status: 'completed', conclusion }),
    takeRun: async (id) => {
      hub.forge.updateRun(id, { status: 'in_progress' });
      hub.forge.putJob(id, { name: 'work', status: 'in_progress', log: '', labels });
    },
    endRun: async (id, conclusion) => {
      // a machine that somebody has taken over says what it likes
      if (conclusion === 'success' && id % 2 === 0) {
        hub.forge.storeArtifact(id, 'result', forgedResult());
      }
      end(hub, id, conclusion);
    },
  };
}

function end(
  { forge, state }: Pick<LocalGitHub, 'forge' | 'state'>,
  id: number,
  conclusion: End,
): void {
  const status = 'completed';
  for (const job of state.runs.get(id)!.jobs.values()) {
    if (job.status !== status)
      forge.putJob(id, { name: job.name, status, conclusion, log: '', labels });
  }
  forge.updateRun(id, { status, conclusion });
}

/** A dispatch to the machines waits for one; who cancels it ends it at once. */
export function queueDispatched(hub: Pick<LocalGitHub, 'forge' | 'state'>): void {
  const { forge, state } = hub;
  forge.onEvent((event) => {
    if (event.name !== 'workflow_dispatch' || event.repository !== runnerName) return;
    const inputs = new Map(Object.entries(Object(event.payload['inputs'])));
    const workflow = event.workflow ?? '';
    const id = forge.createRun({ repository: runnerName, workflow, name: workflow, event });
    const run = state.runs.get(id)!;
    run.title = String(inputs.get('job'));
    run.cancelled.signal.addEventListener('abort', () => end(hub, id, 'cancelled'));
  });
}

function forgedResult(): Buffer {
  return Buffer.from(zipBytes([{ name: 'module.md', content: 'All is well.' }]));
}
