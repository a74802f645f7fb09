import type { RecordLog } from '@orangery/schemas';
import { learn, type Known } from '../access/known.ts';
import type { Question } from '../access/question.ts';
import { readAccess } from '../access/read-access.ts';
import { teamOf } from '../access/roles.ts';
import type { Order } from '../commands/order.ts';
import type { Account } from '../github/entities.ts';
import { knownRoles, learnPerson } from './asker.ts';
import { mainBranch, type Control } from './control.ts';
import type { Heard } from './heard.ts';
import { prepareOrder, type Asking } from './prepare.ts';
import type { Prepared, Work } from './prepared.ts';

/** Everything that decides an order, but what the records say at the moment of deciding. */
export interface Gathered {
  readonly order: Order;
  /** One word for this order of this event. */
  readonly source: string;
  /** By the name it has now. */
  readonly asker: Account;
  /** The team that machine time is counted for. */
  readonly team: string;
  readonly question: (log: RecordLog) => Question;
  readonly work: (log: RecordLog) => Work | null;
}

const recentMs = 10 * 60 * 1000;

/** Reads what an order is judged by. Nothing is thrown: what GitHub does not answer stays unknown. */
export async function gather(control: Control, heard: Heard, order: Order): Promise<Gathered> {
  const { catalogue, clock } = control;
  const base = await learn(() => readBase(control));
  const access = await learn(async () => readAccess(catalogue, valueOf(base)));
  const person = await learnPerson(catalogue, heard.actor.id, access);
  const said = {
    at: await learn(() => saidAt(control, heard)),
    isEdited: await wasEdited(control, heard),
  };
  const prepared = await prepare(order, base, {
    ...{ control, access, heard },
    roles: knownRoles(person, access),
  });
  const login = person.account.kind === 'known' ? person.account.value?.login : undefined;
  const asker = { ...heard.actor, login: login ?? heard.actor.login };
  return {
    ...{ order, asker, source: heard.source },
    team:
      access.kind === 'known' && person.teams.kind === 'known'
        ? teamOf(access.value, person.teams.value)
        : 'nobody',
    question: (log) => ({
      ...{ actor: asker, verb: order.verb, access, ...person },
      ...{ said, now: clock.now() },
      recentOrders: { kind: 'known', value: recentOrders(log, heard, clock.now()) },
      subject: withValue(prepared, ({ subject }) => subject(log)),
    }),
    work: (log) => (prepared.kind === 'known' ? prepared.value.work(log) : null),
  };
}

async function readBase({ catalogue }: Control): Promise<string> {
  const commit = await catalogue.getBranch(mainBranch);
  if (commit === null) throw new Error(`there is no branch ${mainBranch}`);
  return commit;
}

async function prepare(
  order: Order,
  base: Known<string>,
  asking: Omit<Asking, 'base'>,
): Promise<Known<Prepared>> {
  if (base.kind === 'unknown') return base;
  return prepareOrder(order, { ...asking, base: base.value });
}

/** A run that is run again keeps the moment it was created at. */
async function saidAt({ catalogue }: Control, { at }: Heard): Promise<string> {
  if (typeof at === 'string') return at;
  const run = await catalogue.getRun(at.run);
  if (run === null) throw new Error(`the run ${at.run} is not there`);
  return run.createdAt;
}

/**
 * Whether the text is another now than the event has it, or was edited before it was read. What
 * cannot be looked at counts as edited.
 */
async function wasEdited({ catalogue }: Control, { place, text }: Heard): Promise<boolean> {
  if (place === null) return false;
  const now = await learn(async () => {
    if (place.comment === undefined) {
      const issue = await catalogue.getIssue(place.number);
      return issue !== null && sameText(issue.body, text);
    }
    const comment = await catalogue.getComment(place.comment);
    return (
      comment !== null && sameText(comment.body, text) && comment.updatedAt === comment.createdAt
    );
  });
  return now.kind === 'unknown' || !now.value;
}

/** GitHub writes line ends in two ways. */
function sameText(one: string, other: string): boolean {
  return one.replaceAll('\r\n', '\n') === other.replaceAll('\r\n', '\n');
}

function recentOrders(log: RecordLog, { actor, source }: Heard, now: number): number {
  return log.decision.filter((line) => {
    const isRecent = Date.parse(line.at) > now - recentMs;
    const isOrder = line.head === undefined && line.source !== source;
    return isRecent && isOrder && line.actorId === actor.id;
  }).length;
}

function valueOf<Value>(known: Known<Value>): Value {
  if (known.kind === 'unknown') throw new Error(known.because);
  return known.value;
}

function withValue<Value, Result>(
  known: Known<Value>,
  use: (value: Value) => Result,
): Known<Result> {
  return known.kind === 'unknown' ? known : { kind: 'known', value: use(known.value) };
}
