import type { Access, Problem } from '@orangery/schemas';
import type { Module } from '@orangery/schemas/files';
import { currentRecords } from './current-records.ts';
import { findRunner } from './find-runner.ts';
import type { Step } from './step.ts';

/** What walking a module's chain showed: from the weights over receipts and reports to the signer's key. */
export type Verification = {
  /** Every step in the order taken, for display. */
  readonly steps: readonly Step[];
} & (
  | { readonly kind: 'verified'; readonly level: 'signed'; readonly runner: string }
  | { readonly kind: 'verified'; readonly level: 'consistent' }
  | { readonly kind: 'failed'; readonly problems: readonly Problem[] }
);

/** What the steps of a chain come to. Runs in pages too. */
export function judge(module: Module, steps: readonly Step[], access: Access): Verification {
  const problems = steps.flatMap((step) => (step.kind === 'failed' ? [step.problem] : []));
  if (problems.length > 0) return { kind: 'failed', problems, steps };
  if (steps.length === 0) {
    const text = 'nothing to verify: no weights, receipts or reports';
    return { kind: 'verified', level: 'consistent', steps: [{ kind: 'skipped', text }] };
  }
  const signers = currentRecords(module).map((record) => findRunner(record, access));
  const runners = signers.filter((name) => name !== null);
  if (runners.length === 0 || runners.length < signers.length || !hasReceipt(module)) {
    return { kind: 'verified', level: 'consistent', steps };
  }
  return { kind: 'verified', level: 'signed', runner: [...new Set(runners)].join(', '), steps };
}

function hasReceipt({ frontMatter, receipts }: Module): boolean {
  return receipts.some((receipt) => receipt.artifact.sha256 === frontMatter.artifact?.sha256);
}
