import type { Access } from '@orangery/schemas';
import type { Module } from '@orangery/schemas/files';
import { checkOrigin } from './check-origin.ts';
import { checkReceipt } from './check-receipt.ts';
import { checkReports } from './check-reports.ts';
import { judge, type Verification } from './judge.ts';

/**
 * Walks the part of a module's chain that its receipts, reports and front matter make up: what a
 * leaderboard asks of ten thousand modules. No file is read, so the weights themselves, the request's
 * file and the parent are left to `verifyModule`. Runs in pages too.
 */
export async function verifyRecords(module: Module, access: Access): Promise<Verification> {
  const receipts = await Promise.all(
    module.receipts.map((receipt) => checkReceipt(module, receipt)),
  );
  const steps = [...receipts.flat(), ...checkOrigin(module, []), ...(await checkReports(module))];
  return judge(module, steps, access);
}
