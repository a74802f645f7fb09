import { setTimeout as pause } from 'node:timers/promises';
import { Agent, request } from 'undici';

/** What a load has seen. */
export interface LoadResult {
  readonly requests: number;
  /** Anything but 200: status or error, with a part of the answer. */
  readonly failures: readonly string[];
}

const row = {
  ...{ area_mm2: 12.53, perimeter_mm: 13.22, length_mm: 5.26, width_mm: 2.82 },
  ...{ groove_length_mm: 5.13, asymmetry: 6.83, colour: 'white' },
};

/**
 * Asks for predictions on connections that are kept, until `stop`; nothing is asked twice.
 * @param url of a stage, with its final slash
 * @param pauseMs between two requests of a connection, where the load is to be a light one
 */
export function startLoad(
  url: string,
  connections: number,
  pauseMs?: number,
): { stop(): Promise<LoadResult>; readonly count: () => number } {
  const agent = new Agent({ connections, pipelining: 1 });
  const body = JSON.stringify(row);
  const failures: string[] = [];
  let requests = 0;
  let isOn = true;
  const ask = async (): Promise<void> => {
    while (isOn) {
      requests += 1;
      try {
        const answer = await request(`${url}v2/models/seed-classifier/predict/`, {
          ...{ method: 'POST', body, dispatcher: agent },
          headers: { 'content-type': 'application/json' },
        });
        const text = await answer.body.text();
        if (answer.statusCode !== 200) failures.push(`${answer.statusCode}: ${text.slice(0, 200)}`);
        else if (!text.includes('"label"')) failures.push(text.slice(0, 200));
      } catch (error) {
        failures.push(String(error));
      }
      if (pauseMs !== undefined) await pause(pauseMs);
    }
  };
  const all = Promise.all(Array.from({ length: connections }, ask));
  return {
    count: () => requests,
    stop: async () => {
      isOn = false;
      await all;
      await agent.close();
      return { requests, failures };
    },
  };
}
