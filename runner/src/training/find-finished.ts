import { readdir } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { hashRecord, type TrainingRequest } from '@orangery/schemas';
import { limitsOnDisk, readModule } from '@orangery/schemas/files';
import type { PreparedTraining } from './prepare-training.ts';
import { runName } from './run-name.ts';
import type { TrainingOrder, TrainingResult } from './training-order.ts';

/** The result of the same request, where its result would go; `undefined` when there is none. */
export async function findFinished(
  order: TrainingOrder,
  { request }: PreparedTraining,
): Promise<TrainingResult | undefined> {
  for (const folder of await placesOf(order, request)) {
    const found = await readModule(folder, folder, limitsOnDisk).catch(ofNoFolder);
    const receipt = found?.kind === 'valid' ? found.module.receipts[0] : undefined;
    if (receipt === undefined || !isAsked(order.resume, receipt.run)) continue;
    if (identityOf(receipt.request, order) === identityOf(request, order)) {
      return { receipt, folder, isFromBefore: true };
    }
  }
  return undefined;
}

function isAsked(resume: TrainingOrder['resume'], run: string): boolean {
  return typeof resume !== 'string' || resume === run;
}

/** A folder that was named, else those of all runs beside it, the newest first. */
async function placesOf(order: TrainingOrder, request: TrainingRequest): Promise<string[]> {
  const place = order.folderOf(runName(0, request));
  if (basename(place) !== runName(0, request)) return [place];
  const names = await readdir(dirname(place)).catch(() => [] as string[]); // absent is normal
  const runs = names.filter((name) => /^run-\d{8}-\d{6}-[0-9a-f]{8}$/.test(name));
  return runs
    .sort()
    .reverse()
    .map((run) => order.folderOf(run));
}

/** What was left open in the order may be chosen otherwise on another day. */
function identityOf({ tuner, ...request }: TrainingRequest, order: TrainingOrder): string {
  const asked = Object.keys(order.tuner ?? {});
  const chosen = Object.entries(tuner ?? {}).filter(([name]) => asked.includes(name));
  return hashRecord({ ...request, tuner: Object.fromEntries(chosen) });
}

function ofNoFolder(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
  if (error instanceof Error && 'code' in error && error.code === 'ENOTDIR') return undefined;
  throw error;
}
