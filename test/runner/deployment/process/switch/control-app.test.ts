import { expect, it } from 'vitest';
import { createControlApp } from '../../../../../runner/src/deployment/process/switch/control-app.ts';
import { SwitchTable } from '../../../../../runner/src/deployment/process/switch/switch-table.ts';
import { tempFolder } from '../../../../helpers/temp-folder.ts';

const token = 'the token of this switch';

async function app() {
  const folder = await tempFolder();
  const folders = { repository: folder, cache: folder, state: folder };
  const table = new SwitchTable({ folders, version: '0.0.0', env: {} });
  return createControlApp(table, token, () => {});
}

it('tells and does nothing for whoever cannot read the token', async () => {
  const control = await app();
  const answers = [undefined, 'Bearer', 'Bearer another', `Basic ${token}`, token].flatMap(
    (authorization) => {
      const headers = authorization === undefined ? {} : { authorization };
      return [
        control.inject({ method: 'GET', url: '/', headers }),
        control.inject({ method: 'POST', url: '/stages/seeds/staging', headers }),
        control.inject({ method: 'DELETE', url: '/stages/seeds/staging/slots/a', headers }),
      ];
    },
  );
  const codes = (await Promise.all(answers)).map(({ statusCode }) => statusCode);
  expect(codes).toEqual(codes.map(() => 401));
});

it('answers whoever can', async () => {
  const headers = { authorization: `Bearer ${token}` };
  const answer = await (await app()).inject({ method: 'GET', url: '/', headers });
  expect(answer.json()).toEqual({ pid: process.pid });
});
