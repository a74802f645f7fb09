import { breathe } from '../breathe.ts';
import type { Measured } from '../network/best-weights.ts';
import { DivergedError } from '../network/diverged.ts';
import type { Fitted, FitOptions } from '../recipes/recipe.ts';
import { binColumns, findCuts, type Binned, type Cuts, type Matrix } from './bin-columns.ts';
import { RunningAnswers, type EnsembleShape, type TreeEnsemble } from './ensemble.ts';
import type { Tree } from './tree.ts';
import { restoreTrees, saveTreesCheckpoint } from './trees-checkpoint.ts';

/** What a method of growing brings. */
export interface Grower {
  readonly shape: EnsembleShape;
  /** Trees of a round, from 0; from its seed and the rounds before alone. */
  grow(round: number): readonly Tree[];
  /** Takes note of a round's trees, grown now or before a pause. */
  add(trees: readonly Tree[], round: number): void;
  /** Mean loss on the training rows. */
  loss(): number;
  /** Answers for training rows from trees that did not see them; where there are none, NaN. */
  outOfBag?(): Float32Array;
}

type Course = Pick<
  FitOptions<unknown>,
  'until' | 'checkpoint' | 'signal' | 'isOutOfTime' | 'onEpoch'
>;

export interface TreeFit extends Course {
  readonly train: Matrix;
  readonly selection: {
    readonly rows: Matrix;
    readonly measure: (outputs: Float32Array) => Measured;
  } | null;
  readonly startGrower: (train: Binned) => Grower;
  readonly epochs: number;
  readonly roundsPerEpoch: number;
  /** Epochs without a better one before stopping; without it all trees are kept. */
  readonly patience?: number;
}

export interface TreeFitResult extends Omit<Fitted<unknown>, 'model'> {
  readonly ensemble: TreeEnsemble;
  readonly outOfBag?: Float32Array;
}

/** Whose trees are kept: all, or those until the lowest selection loss. */
export interface KeptTrees {
  readonly epoch: number;
  readonly trees: number;
  readonly score: number;
  readonly loss: number;
}

/**
 * Grows trees round by round; some rounds are called an epoch. Repeats bit for bit from its seed, in
 * one stretch or paused and gone on.
 * @throws DivergedError; the signal's reason when aborted
 */
export async function fitTrees(fit: TreeFit): Promise<TreeFitResult> {
  const course = new TreeCourse(fit);
  const last = Math.min(fit.epochs, Math.max(1, Math.round(fit.until * fit.epochs)));
  let status: Fitted<unknown>['status'] = 'done';
  while (course.epoch < last && status === 'done' && !course.isIdle()) {
    if (!(await course.runEpoch())) status = 'stopped';
    if (fit.isOutOfTime() && course.epoch < last) status = 'stopped';
  }
  const isPaused =
    status === 'done' && last < fit.epochs && fit.selection !== null && !course.isIdle();
  return course.result(isPaused ? 'paused' : status);
}

class TreeCourse {
  readonly #fit: TreeFit;
  readonly #cuts: Cuts;
  readonly #grower: Grower;
  readonly #chosenBy: RunningAnswers | null;
  readonly #trees: Tree[] = [];
  #kept: KeptTrees = { epoch: 0, trees: 0, score: -Infinity, loss: Infinity };
  epoch = 0;

  constructor(fit: TreeFit) {
    this.#fit = fit;
    this.#cuts = findCuts(fit.train);
    this.#grower = fit.startGrower(binColumns(fit.train, this.#cuts));
    const { shape } = this.#grower;
    this.#chosenBy =
      fit.selection && new RunningAnswers(shape, binColumns(fit.selection.rows, this.#cuts));
    if (fit.checkpoint !== undefined) this.#restore(restoreTrees(fit.checkpoint));
  }

  /** Whether it has waited long enough for a better epoch. */
  isIdle(): boolean {
    const { patience, selection } = this.#fit;
    return (
      patience !== undefined && selection !== null && this.epoch - this.#kept.epoch >= patience
    );
  }

  /** Gives whether it was whole; of one cut short nothing is kept, unless there is nothing else. */
  async runEpoch(): Promise<boolean> {
    const { roundsPerEpoch, signal, isOutOfTime } = this.#fit;
    const first = this.epoch * roundsPerEpoch;
    for (let round = first; round < first + roundsPerEpoch; round += 1) {
      this.#add(this.#grower.grow(round), round);
      await breathe(signal);
      if (round + 1 === first + roundsPerEpoch || !isOutOfTime()) continue;
      if (this.#kept.epoch === 0) this.#endEpoch();
      return false;
    }
    this.#endEpoch();
    return true;
  }

  result(status: Fitted<unknown>['status']): TreeFitResult {
    const { selection, epochs } = this.#fit;
    const { epoch: keptEpoch, trees, score, loss } = this.#kept;
    const outOfBag = this.#grower.outOfBag?.();
    const checkpoint =
      status === 'paused'
        ? saveTreesCheckpoint(this.#ensemble(this.#trees), { epoch: this.epoch, kept: this.#kept })
        : undefined;
    return {
      ensemble: this.#ensemble(this.#trees.slice(0, trees)),
      status,
      score: selection === null ? 0 : score,
      selectionLoss: selection === null ? 0 : loss,
      epochs,
      keptEpoch,
      ...(checkpoint === undefined ? {} : { checkpoint }),
      ...(outOfBag === undefined ? {} : { outOfBag }),
    };
  }

  #endEpoch(): void {
    this.epoch += 1;
    const { patience, selection, onEpoch, epochs } = this.#fit;
    const measured = selection?.measure(this.#chosenBy!.outputs()) ?? { score: 0, loss: 0 };
    if (!Number.isFinite(measured.loss)) throw new DivergedError(this.epoch);
    if (patience === undefined || selection === null || measured.loss < this.#kept.loss) {
      this.#kept = { ...measured, epoch: this.epoch, trees: this.#trees.length };
    }
    onEpoch({ epoch: this.epoch, loss: this.#grower.loss(), score: measured.score }, epochs);
  }

  #add(trees: readonly Tree[], round: number): void {
    for (const tree of trees) {
      this.#trees.push(tree);
      this.#chosenBy?.add(tree);
    }
    this.#grower.add(trees, round);
  }

  #restore({ trees, epoch, kept }: ReturnType<typeof restoreTrees>): void {
    const perRound = trees.length / (epoch * this.#fit.roundsPerEpoch);
    for (let start = 0; start < trees.length; start += perRound) {
      this.#add(trees.slice(start, start + perRound), start / perRound);
    }
    this.epoch = epoch;
    this.#kept = kept;
  }

  #ensemble(trees: readonly Tree[]): TreeEnsemble {
    return { ...this.#grower.shape, cuts: this.#cuts, trees };
  }
}
