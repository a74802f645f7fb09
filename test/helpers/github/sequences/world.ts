import type { Authorise } from '../../../../actions/access/authorise.ts';
import type { Account } from '../../../../actions/github/entities.ts';
import type { Control } from '../../../../actions/orders/control.ts';
import type { GitHubEvent } from '../../../../actions/orders/hear-event.ts';
import { moduleText, plantGarden, type Garden } from '../model/garden.ts';
import { accessAfter, accessText, type AccessTruth } from './access-truth.ts';
import type { Deeds } from './deeds.ts';
import type { Meant, Trouble, Who } from './event.ts';
import { modelDeeds } from './model-deeds.ts';

/** An order as its author meant it, with what was so when it was written. */
export interface Utterance {
  /** As a job and a branch are named after it: `comment-12-0`. */
  readonly source: string;
  readonly authorId: number;
  readonly writtenAt: number;
  readonly meant: Meant;
  /** Issue or pull request. */
  readonly place: number | null;
  /** Head of the pull request where it was written. */
  readonly headThen: string | null;
  /** What the text names as the head. */
  readonly named: string | null;
  /** The job that it names. */
  readonly job: string | null;
  isEdited: boolean;
}

/** Something that was delivered, and can be again. */
export interface Delivered {
  readonly event: GitHubEvent;
  readonly utterances: readonly Utterance[];
}

/** A job that was sent to the machines, as the oracle saw it go. */
export interface Sent {
  readonly askerId: number;
  readonly verb: 'retrain' | 'benchmark';
  readonly gpus: number;
  /** Times GPUs. */
  readonly minutes: number;
  readonly at: number;
}

/** The garden of a sequence, and what the oracle knows of it. */
export interface World {
  readonly garden: Garden;
  /** How things happen in it. */
  readonly deeds: Deeds;
  readonly people: Readonly<Record<Who, Account>>;
  /** What orders are handled with: every request is watched, and may meet trouble. */
  control: Control;
  readonly judge: Authorise | undefined;
  access: AccessTruth | null;
  /** Every order, by its source. */
  readonly utterances: Map<string, Utterance>;
  /** Sources of the orders that are being handled. */
  underway: readonly string[];
  readonly delivered: Delivered[];
  readonly sent: Map<string, Sent>;
  /** Heads that were taken over from runs. */
  readonly results: Set<string>;
  /** Branches of deployments that the bot has made, and from which commit. */
  readonly made: Map<string, string>;
  /** Heads that each branch of a contribution was at. */
  readonly earlierHeads: Map<number, string[]>;
  trouble: Trouble | null;
  /** Makes the trouble `push`. */
  pushMeanwhile: (() => Promise<void>) | null;
  requests: number;
  finishIsBroken: boolean;
  readonly violations: string[];
}

/** A garden with what the sequences need; `control` is still to be watched. */
export function plantWorld(
  judge?: Authorise,
  makeDeeds: (world: World) => Deeds = modelDeeds,
  garden = plantGarden(),
): World {
  const { forge, catalogue, control } = garden;
  const people = {
    ...garden.people,
    ann: forge.addAccount('ann'),
    dora: forge.addAccount('dora'),
    robot: forge.addAccount('robot[bot]', 'Bot'),
  };
  forge.teams.get('app-developers')!.add(people.ann.id);
  forge.teams.get('model-developers')!.add(people.dora.id);
  // nobody should, but GitHub is not asked whether a team holds programs
  forge.teams.get('admins')!.add(people.robot.id);
  const access = accessAfter('usual');
  const main = catalogue.branches.get('main')!;
  const files = {
    '.github/access.yml': accessText(access),
    'modules/moss-classifier/module.md': moduleText('Moss classifier', people.dora),
    'modules/bark-reader/module.md': untrainable(moduleText('Bark reader', people.mo)),
    'deployments/seeds.yml': deploymentText(people.mo),
  };
  catalogue.branches.set('main', forge.commit(catalogue, main, files, 'more'));
  const world: World = {
    get deeds() {
      return deeds;
    },
    ...{ garden, people, control, judge, access },
    ...{ utterances: new Map(), underway: [], delivered: [], sent: new Map(), results: new Set() },
    ...{ made: new Map(), earlierHeads: new Map(), trouble: null, pushMeanwhile: null },
    ...{ requests: 0, finishIsBroken: false, violations: [] },
  };
  const deeds = makeDeeds(world);
  return world;
}

/** Neither a recipe nor code. */
export function untrainable(text: string): string {
  return text.replace('recipe: image-classification\n', '');
}

export function deploymentText({ login, id }: Account, lockedBy?: Account): string {
  const lock =
    lockedBy === undefined
      ? ''
      : `lock: { login: ${lockedBy.login}, id: ${lockedBy.id}, since: 2026-11-20T08:00:00Z }\n`;
  return `schema: deployment/1
owner: { login: ${login}, id: ${id} }
${lock}stages:
  staging:
    module: leaf-classifier@1.0.0
    commit: '${'b'.repeat(40)}'
`;
}
