import { linearScale, type Scale } from './plot-scale.ts';
import type { TeamUsage } from './status.ts';

/** Used and reserved minutes of a team, end to end. */
export interface UsageBar {
  readonly used: number;
  readonly reserved: number;
}

export interface UsageBars {
  readonly width: number;
  readonly bars: readonly UsageBar[];
  readonly scale: Scale;
}

const width = 200;

/** A bar a team, all on one scale. */
export function usageBars(teams: readonly TeamUsage[]): UsageBars {
  const totals = teams.map(({ usedMinutes, reservedMinutes }) => usedMinutes + reservedMinutes);
  const scale = linearScale([0, Math.max(1, ...totals)], [0, width]);
  const bars = teams.map(({ usedMinutes, reservedMinutes }) => ({
    used: scale.place(usedMinutes),
    reserved: scale.place(usedMinutes + reservedMinutes) - scale.place(usedMinutes),
  }));
  return { width, bars, scale };
}
