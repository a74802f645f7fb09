import type { Account } from '../../../../actions/github/entities.ts';
import { headOf } from '../model/history.ts';
import type { Meant, PlaceChoice, SequenceEvent, Who } from './event.ts';
import { nth } from './nth.ts';
import type { Delivered, Utterance, World } from './world.ts';
import { dressed, writeForm, writeInputs, writeOrder } from './write-order.ts';

type Said = Extract<SequenceEvent, { kind: 'say' }>;

/** Somebody writes a comment; nothing of it is handled yet. Null when there is nobody, or no place. */
export async function say(
  world: World,
  { who, where, orders, dress }: Said,
): Promise<(Delivered & { readonly comment: number }) | null> {
  const author = accountOf(world, who);
  const place = await placeOf(world, where);
  if (author === null || place === null) return null;
  const pull = world.garden.catalogue.pulls.get(place);
  const headThen = pull === undefined ? null : headOf(world.garden.forge, pull);
  const written = orders.map((meant) => {
    const named = namedHead(meant, headThen);
    const job = namedJob(world, meant);
    const line = writeOrder(meant, named, job ?? 'none-such');
    return { line, spoken: { meant, named, job, place, headThen } };
  });
  const body = dressed(
    written.map(({ line }) => line),
    dress,
  );
  const { id, ...event } = await world.deeds.comment(place, author, body);
  const isMeant = dress === 'plain' || dress === 'wordy';
  const utterances = (isMeant ? written.slice(0, 5) : []).map(({ spoken }, index) => {
    return utter(world, author, `comment-${id}-${index}`, spoken);
  });
  return { event, utterances, comment: id };
}

/** Somebody sends an issue form. */
export async function sendForm(
  world: World,
  who: Who,
  meant: Meant & { readonly verb: 'retrain' | 'benchmark' },
): Promise<Delivered | null> {
  const author = accountOf(world, who);
  if (author === null) return null;
  const event = await world.deeds.openIssue(author, writeForm(meant), [meant.verb]);
  const place = event.number;
  const spoken = { meant, place, named: null, job: null, headThen: null };
  return { event, utterances: [utter(world, author, `issue-${place}-0`, spoken)] };
}

/** Somebody with write starts the workflow by hand. */
export async function dispatch(world: World, who: Who, meant: Meant): Promise<Delivered | null> {
  const author = accountOf(world, who);
  if (author === null) return null;
  const job = namedJob(world, meant);
  const event = await world.deeds.dispatch(author, writeInputs(meant, job ?? 'none-such'));
  if (event === null) return null;
  const spoken = { meant, place: null, named: null, job, headThen: null };
  return { event, utterances: [utter(world, author, `dispatch-${event.run}-0`, spoken)] };
}

/** The account of somebody as it is now; null when it is gone. */
export function accountOf({ garden, people }: World, who: Who): Account | null {
  return garden.forge.accounts.get(people[who].id) ?? null;
}

/** Notes what somebody asks for. */
export function utter(
  world: World,
  author: Account,
  source: string,
  spoken: Pick<Utterance, 'meant' | 'place' | 'named' | 'job' | 'headThen'>,
): Utterance {
  const writtenAt = Date.parse(world.garden.forge.time());
  const utterance = { source, authorId: author.id, writtenAt, isEdited: false, ...spoken };
  world.utterances.set(source, utterance);
  return utterance;
}

async function placeOf(world: World, { kind, index }: PlaceChoice): Promise<number | null> {
  const { catalogue } = world.garden;
  const all = [...catalogue.issues.values()].filter(({ isPullRequest }) => {
    return isPullRequest === (kind === 'pull');
  });
  const found = nth(all, index);
  if (found !== undefined) return found.number;
  if (kind === 'pull') return null;
  return (await world.deeds.openIssue(world.people.ulla, 'Good morning')).number;
}

function namedHead(meant: Meant, head: string | null): string | null {
  if (meant.verb !== 'merge' || meant.names === 'nothing') return null;
  return meant.names === 'its head' && head !== null ? head.slice(0, 12) : 'abcdef0';
}

function namedJob({ sent }: World, meant: Meant): string | null {
  if (meant.verb !== 'cancel' || meant.job === 'here') return null;
  return nth(sent.keys(), meant.job) ?? 'none-such';
}
