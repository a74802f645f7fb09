import { chmod } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { expect, it } from 'vitest';
import { basesOf, findBase } from '../../../../runner/src/container/record/base-images.ts';
import { tempFolder } from '../../../helpers/temp-folder.ts';

const digest = `sha256:${'a'.repeat(64)}`;

it.each<[string, string, Record<string, string>, string[]]>([
  ['one', 'FROM python:3.13-slim\nRUN true', {}, ['python:3.13-slim']],
  ['a default', 'ARG BASE_IMAGE=python:3\nFROM ${BASE_IMAGE}', {}, ['python:3']],
  [
    'what is given',
    'ARG BASE_IMAGE=python:3\nFROM $BASE_IMAGE',
    { BASE_IMAGE: 'own:1' },
    ['own:1'],
  ],
  ['a part of a name', 'ARG TAG\nFROM debian:${TAG:-12}-slim', {}, ['debian:12-slim']],
  ['quotes', 'ARG BASE="debian:12"\nFROM ${BASE}', {}, ['debian:12']],
  [
    'stages, which are none',
    'FROM --platform=linux/amd64 golang:1 AS Build\nFROM build AS next\nFROM scratch\nFROM alpine:3 as last\nCOPY --from=next a b',
    {},
    ['golang:1', 'alpine:3'],
  ],
  ['the same twice', 'FROM a\nFROM a', {}, ['a']],
  [
    'an argument of a stage, which changes nothing',
    'ARG B=x\nFROM a\nARG B=y\nFROM $B',
    {},
    ['a', 'x'],
  ],
  [
    'lines that go on, and comments',
    '# FROM none\nfrom \\\n  # within\n  a \\\n  as b\r\nFROM b',
    {},
    ['a'],
  ],
  ['nothing', 'RUN true', {}, []],
])('a Dockerfile stands on %s', (_, text, buildArgs, bases) => {
  expect(basesOf(text, buildArgs)).toEqual(bases);
});

/** Knows one image. */
const program = `#!/bin/sh
case "$6" in
  known*) echo 'sha256:${'1'.repeat(64)} ["elsewhere.example/a@${digest}","known@${digest}"]' ;;
  local) echo 'sha256:${'2'.repeat(64)} []' ;;
  *) echo 'No such image' >&2; exit 1 ;;
esac
`;

it.each([
  ['known:1', { id: `sha256:${'1'.repeat(64)}`, digest: `known@${digest}` }],
  ['local', { id: `sha256:${'2'.repeat(64)}`, digest: null }],
  ['gone:1', { id: null, digest: null }],
  [`gone@${digest}`, { id: null, digest: `gone@${digest}` }],
])('of %s it is known what it is pulled by', async (reference, found) => {
  const folder = await tempFolder({ docker: program });
  await chmod(join(folder, 'docker'), 0o755);
  const env = { PATH: `${folder}${delimiter}${process.env.PATH}` };
  const { signal } = new AbortController();
  expect(await findBase(reference, { env, signal })).toEqual({ reference, ...found });
});
