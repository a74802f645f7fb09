import type { BackendName } from '@orangery/schemas';
import type { StartOptions } from './backends/backend-entry.ts';
import { findAddOn } from './backends/add-on.ts';
import { installCommand } from './backends/find-backend.ts';
import { backends } from './backends/index.ts';
import { cudaRefusal, type Gpu } from './cuda-refusal.ts';
import { lookAt, type Look } from './look-at-backend.ts';
import { inTurn } from './start-entry.ts';

/** What a backend is like on this machine, for people. */
export interface BackendReport {
  readonly backend: BackendName;
  readonly state: 'works' | 'missing' | 'failed' | 'no use';
  /** Library and GPU, or why it does not work. */
  readonly detail: string;
  /** The one command that adds it, where that would help. */
  readonly command?: string;
}

/** Starts every backend there is, one after the other, and tells how each fared. */
export async function inspectBackends(
  gpus: readonly Gpu[],
  options: StartOptions = {},
): Promise<readonly BackendReport[]> {
  return inTurn(async () => {
    const reports: BackendReport[] = [];
    for (const entry of backends) {
      const look = await lookAt(entry, { gpus, options });
      reports.push(reportOf(look, gpus, options));
    }
    return reports;
  });
}

function reportOf(look: Look, gpus: readonly Gpu[], options: StartOptions): BackendReport {
  const { entry, outcome, reason, library, gpu } = look;
  const report = {
    backend: entry.name,
    state: outcome === 'not tried' ? 'no use' : outcome,
  } as const;
  if (outcome === 'works') {
    return { ...report, detail: [library, gpu].filter((text) => text !== undefined).join(', ') };
  }
  const command = wouldHelp(look, gpus, options) ? installCommand(entry) : undefined;
  return { ...report, detail: reason, ...(command === undefined ? {} : { command }) };
}

/** Packages are lacking, and with them it may work: CUDA needs a card that it knows. */
function wouldHelp({ entry, outcome }: Look, gpus: readonly Gpu[], options: StartOptions): boolean {
  if (outcome !== 'missing') return false;
  if (entry.name === 'tensorflow-gpu' && cudaRefusal(gpus) !== undefined) return false;
  return entry.packages.some(
    (name) => findAddOn(name.replace(/@[^@]*$/, ''), options) === undefined,
  );
}
