import type { Access } from '@orangery/schemas';
import type { Module } from '@orangery/schemas/files';
import { checkArtifact } from './check-artifact.ts';
import { checkReceipts } from './check-receipts.ts';
import { checkReports } from './check-reports.ts';
import { judge, type Verification } from './judge.ts';

export { findRunner } from './find-runner.ts';
export type { Verification } from './judge.ts';
export { verifySignature } from './sign.ts';

/**
 * Walks a module's chain: weights against artifact.json, that against the front matter, receipts and
 * reports against both, and every signature. `signed` means that whatever speaks of the current
 * weights was signed by runners that `access` lists for the day it was written.
 * @param modules all modules, to find the parent
 */
export async function verifyModule(
  module: Module,
  modules: readonly Module[],
  access: Access,
): Promise<Verification> {
  const steps = [
    ...(await checkArtifact(module)),
    ...(await checkReceipts(module, modules)),
    ...(await checkReports(module)),
  ];
  return judge(module, steps, access);
}
