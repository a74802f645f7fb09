import { timingSafeEqual } from 'node:crypto';
import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import type { SlotName, StageId } from '../../reconcile/slots.ts';
import type { SwitchTable } from './switch-table.ts';

interface SlotPath {
  readonly Params: StageId & { readonly slot: SlotName };
}

interface StagePath {
  readonly Params: StageId;
}

const names = { type: 'string', pattern: '^[a-z0-9][a-z0-9-]{0,63}$' };
const stageParams = {
  type: 'object',
  properties: { deployment: names, stage: { enum: ['staging', 'production'] } },
};
const slotParams = {
  type: 'object',
  properties: { ...stageParams.properties, slot: { enum: ['a', 'b', 'c'] } },
};

/** What the deployer on this machine tells the switch, with its token; on loopback alone. */
export function createControlApp(
  table: SwitchTable,
  token: string,
  whenEmpty: () => void,
): FastifyInstance {
  const app = Fastify();
  app.addHook('onRequest', async (request, reply) => {
    if (!isAllowed(request, token)) return reply.code(401).send({ error: 'Not the token' });
    return undefined;
  });
  const stagePath = '/stages/:deployment/:stage';
  const slotPath = `${stagePath}/slots/:slot`;
  const ofStage = { schema: { params: stageParams } };
  const ofSlot = { schema: { params: slotParams } };
  app.get('/', () => ({ pid: process.pid }));
  app.get<StagePath>(stagePath, ofStage, ({ params }) => table.observe(params));
  app.post<StagePath>(stagePath, ofStage, async ({ params }) => {
    await table.look(params);
    return table.observe(params);
  });
  app.get<SlotPath>(slotPath, ofSlot, ({ params }) => {
    const servers = table.slot(params, params.slot);
    return { addresses: servers?.addresses ?? [], log: servers?.log ?? [] };
  });
  app.delete<SlotPath>(slotPath, ofSlot, async ({ params }) => {
    await table.stop(params, params.slot);
    if (table.isEmpty) setImmediate(() => table.isEmpty && whenEmpty());
    return { isEmpty: table.isEmpty };
  });
  return app;
}

function isAllowed({ headers }: FastifyRequest, token: string): boolean {
  const given = Buffer.from(headers.authorization ?? '');
  const expected = Buffer.from(`Bearer ${token}`);
  return given.length === expected.length && timingSafeEqual(given, expected);
}
