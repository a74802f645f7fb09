import type { HostStage } from '@orangery/schemas';
import { describe, expect, it } from 'vitest';
import { blockedRevisions } from '../../../../runner/src/deployment/switch/blocked-revisions.ts';

const at = '2026-11-22T12:00:00.000Z';
const revision = 'abcdefabcdef';

function after(seconds: number, attempts: number): readonly string[] {
  const failed = [{ revision, at, attempts, message: 'It was not ready' }];
  const stage: HostStage = {
    ...{ schema: 'host-stage/1', slots: [], percents: {}, failed, history: [] },
  };
  return [...blockedRevisions(stage, Date.parse(at) + 1000 * seconds)];
}

describe('blockedRevisions', () => {
  it.each([
    [1, 30],
    [2, 60],
    [3, 120],
    [7, 1920],
    [8, 3600],
    [900, 3600],
  ])('waits after attempt %i for %i seconds', (attempts, seconds) => {
    expect(after(seconds - 1, attempts)).toEqual([revision]);
    expect(after(seconds, attempts)).toEqual([]);
  });
});
