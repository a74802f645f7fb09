import { verifyModule, type Verification } from '@orangery/runner/verify';
import { Failure, formatProblem } from '@orangery/schemas';
import type { Access, PinnedLink, Receipt, TrainingRequest, Tuner } from '@orangery/schemas';
import { limitsOnDisk, readModule, type Module } from '@orangery/schemas/files';
import { dirname } from 'node:path';

export interface CheckedResult {
  readonly module: Module;
  readonly receipt: Receipt;
  /** Name of the machine that signed it. */
  readonly runner: string;
}

/**
 * Reads what a run gave, and holds it to what was asked for: a valid module, of the request, signed by
 * a machine that `access.yml` lists for the day.
 * @param folder `…/modules/<child>`
 * @param parent the module that was retrained, as `main` has it
 * @throws Failure MODULE_INVALID, VERIFY_FAILED
 */
export async function checkResult(
  folder: string,
  { request, parent, access }: { request: TrainingRequest; parent: Module; access: Access },
): Promise<CheckedResult> {
  const found = await readModule(folder, dirname(dirname(folder)), limitsOnDisk);
  if (found.kind === 'invalid') {
    const { problems } = found;
    throw new Failure('MODULE_INVALID', problems.map(formatProblem).join('\n'), { problems });
  }
  const { module } = found;
  const [receipt] = module.receipts;
  if (receipt === undefined || module.receipts.length !== 1) {
    throw unlike('one receipt', String(module.receipts.length));
  }
  const difference = differenceOf(request, receipt);
  if (difference !== null) throw unlike(`the ${difference} that was asked for`, 'another');
  const runner = signerOf(await verifyModule(module, [module, parent], access));
  return { module, receipt, runner };
}

function signerOf(verification: Verification): string {
  if (verification.kind === 'failed') {
    throw new Failure('VERIFY_FAILED', verification.problems.map(formatProblem).join('\n'));
  }
  if (verification.level === 'signed') return verification.runner;
  throw new Failure(
    'VERIFY_FAILED',
    'The receipt: expected the signature of a machine in .github/access.yml, found another',
    { hint: 'An admin lists the machine’s public key there; orangery doctor prints it.' },
  );
}

/** Which part of what was asked for is another; pins and choices may only have been filled in. */
function differenceOf(asked: TrainingRequest, { request, parent }: Receipt): string | null {
  if (parent.id !== asked.module.id || parent.version !== asked.module.version) return 'parent';
  if (request.recipe !== asked.recipe) return 'recipe';
  if (!sameLinks(asked.dataset, request.dataset)) return 'data';
  if (!sameLinks(asked.validation ?? [], request.validation ?? [])) return 'held-out data';
  if (request.target !== asked.target && asked.target !== undefined) return 'column';
  if (request.seed !== asked.seed) return 'seed';
  if (request.visibility !== asked.visibility) return 'visibility';
  if (!holds(asked.tuner, request.tuner)) return 'search';
  const names = ['MODEL_TRIAL_COUNT', 'TIME_HOURS', 'GPU_COUNT'] as const;
  const isSame = names.every((name) => request.budget[name] === asked.budget[name]);
  return isSame ? null : 'budget';
}

/** Whether what was asked of the search stands; what was left open may be chosen. */
function holds(asked: Tuner = {}, found: Tuner = {}): boolean {
  return Object.entries(asked).every(([name, value]) => found[name as keyof Tuner] === value);
}

function sameLinks(asked: readonly PinnedLink[], found: readonly PinnedLink[]): boolean {
  if (asked.length !== found.length) return false;
  return asked.every(({ link, sha256 }, index) => {
    const other = found[index]!;
    const isPinned = sha256 === undefined || sha256 === other.sha256;
    return isPinned && (link === other.link || other.link.startsWith('secret:'));
  });
}

function unlike(expected: string, found: string): Failure {
  return new Failure('VERIFY_FAILED', `The result: expected ${expected}, found ${found}`);
}
