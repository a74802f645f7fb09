import { describe, expect, it } from 'vitest';
import { findComment, keepComment } from '../../../actions/comments/keep-comment.ts';
import { readMarker } from '../../../actions/comments/marker.ts';
import type { Account, Comment } from '../../../actions/github/entities.ts';
import type { GitHub } from '../../../actions/github/github.ts';
import { emulatedGitHub } from '../../helpers/github/emulated-github.ts';

const bot: Account = { id: 41898282, login: 'github-actions[bot]', type: 'Bot' };
const eve: Account = { id: 66, login: 'eve', type: 'User' };

interface Board {
  readonly github: Pick<GitHub, 'listComments' | 'createComment' | 'updateComment'>;
  readonly comments: Comment[];
  plant(author: Account, body: string): void;
}

/** Comments of one issue; everything takes a turn, so that two writers come between each other. */
function board(): Board {
  const comments: Comment[] = [];
  const add = (author: Account, body: string): Comment => {
    const at = '2026-11-01T00:00:00Z';
    const comment = { id: comments.length + 1, author, body, createdAt: at, updatedAt: at };
    comments.push(comment);
    return comment;
  };
  return {
    comments,
    plant: add,
    github: {
      listComments: async () => {
        await turn();
        return [...comments];
      },
      createComment: async (_, body) => {
        await turn();
        return add(bot, body);
      },
      updateComment: async (id, body) => {
        await turn();
        comments[id - 1] = { ...comments[id - 1]!, body };
      },
    },
  };
}

async function turn(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

function keep({ github }: Board, body: string, more: { kind?: string; key?: string } = {}) {
  const whole: unknown = github;
  if (!isGitHub(whole)) throw new Error('no board');
  return keepComment(whole, { issue: 3, kind: 'report', botId: bot.id, body, ...more });
}

function isGitHub(value: unknown): value is GitHub {
  return typeof value === 'object' && value !== null && 'listComments' in value;
}

function reports({ comments }: Board): readonly Comment[] {
  return comments.filter(({ author, body }) => {
    return author.id === bot.id && readMarker(body)?.kind === 'report';
  });
}

describe('the one comment', () => {
  it('is made once and then edited', async () => {
    const place = board();
    expect(await keep(place, 'one')).toBe(1);
    expect(await keep(place, 'two')).toBe(1);
    expect(place.comments.map(({ body }) => body)).toEqual(['<!-- orangery:report -->\ntwo']);
  });

  it('is one for each kind and key', async () => {
    const place = board();
    await keep(place, 'a');
    await keep(place, 'b', { kind: 'answer', key: '1' });
    await keep(place, 'c', { kind: 'answer', key: '2' });
    await keep(place, 'd', { kind: 'answer', key: '1' });
    expect(place.comments.map(({ body }) => body.split('\n')[1])).toEqual(['a', 'd', 'c']);
  });

  it('is never somebody else’s, whatever marker that has', async () => {
    const place = board();
    place.plant(eve, '<!-- orangery:report -->\nall is well');
    place.plant(bot, 'words of eve: <!-- orangery:report -->');
    expect(await keep(place, 'true words')).toBe(3);
    expect(place.comments[0]!.body).toContain('all is well');
  });

  it('stays one when two jobs make it at once', async () => {
    for (const delays of [0, 1, 2, 3]) {
      const place = board();
      const second = async () => {
        for (let at = 0; at < delays; at += 1) await turn();
        return keep(place, 'second');
      };
      await Promise.all([keep(place, 'first'), second()]);
      expect(reports(place)).toHaveLength(1);
      expect(reports(place)[0]!.id).toBe(1);
    }
  });

  it('mends what two jobs left behind', async () => {
    const place = board();
    place.plant(bot, '<!-- orangery:report -->\na');
    place.plant(bot, '<!-- orangery:report -->\nb');
    expect(await keep(place, 'c')).toBe(1);
    expect(place.comments[1]!.body).toBe(
      '<!-- orangery:superseded -->\nSee [above](#issuecomment-1).',
    );
  });

  it('is cut at a line when it is longer than GitHub takes', async () => {
    const place = board();
    await keep(place, 'a line\n'.repeat(20_000));
    const { body } = place.comments[0]!;
    expect(body.length).toBeLessThan(65_536);
    expect(body).toMatch(/a line\n\n\(The rest is too long for a comment\.\)$/);
  });
});

it('works on a stateful GitHub', async () => {
  const { github } = await emulatedGitHub();
  const { number, author } = await github.createIssue({ title: 't', body: '', labels: [] });
  const order = { issue: number, kind: 'report', botId: author.id };
  expect(await findComment(github, order)).toBeNull();
  await keepComment(github, { ...order, body: 'one' });
  await keepComment(github, { ...order, body: 'two' });
  expect(await github.listComments(number)).toHaveLength(1);
  expect((await findComment(github, order))?.body).toBe('<!-- orangery:report -->\ntwo');
});
