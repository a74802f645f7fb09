import fc from 'fast-check';
import { expect, it } from 'vitest';
import { formAddress } from '../../../../runner/src/dataset/links/html-form.ts';

const base = new URL('https://drive.example/start?x=1');

it.each([
  [
    '<form id="f" action="/go"><input name="a" value="1&amp;2"><input type=submit></form>',
    'https://drive.example/go?a=1%262',
  ],
  [
    `<FORM method='get' action='https://other.example/?z=1' ID='f'><INPUT value='' NAME='a'/></FORM>`,
    'https://other.example/?z=1&a=',
  ],
  [
    '<form action="/no"></form><form action="/yes" id="f"></form><input name="out" value="1">',
    'https://drive.example/yes',
  ],
])('finds where a form leads: %s', (page, address) => {
  expect(formAddress(page, 'f', base)?.href).toBe(address);
});

it.each(['', '<form id="g" action="/x">', '<form id="f">', '<form id="f" action="http://[">'])(
  'finds nothing in %j',
  (page) => {
    expect(formAddress(page, 'f', base)).toBeUndefined();
  },
);

it('takes no more than thirty fields', () => {
  const inputs = Array.from({ length: 100 }, (_, index) => `<input name="n${index}">`).join('');
  const url = formAddress(`<form id="f" action="/x">${inputs}</form>`, 'f', base);
  expect([...url!.searchParams]).toHaveLength(30);
});

it('ends on any page', () => {
  const piece = fc.oneof(
    fc.constantFrom('<form id="f" action="/x">', '<input name="a"', '</form', '<', '>', '"', "'"),
    fc.string(),
  );
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      const url = formAddress(pieces.join(''), 'f', base);
      expect(url === undefined || url instanceof URL).toBe(true);
    }),
    { numRuns: 1000 },
  );
});

it('looks for no form where no page of a service is so long', () => {
  const page = `${'<form>'.repeat(1_000_000)}<form id="f" action="/go"></form>`;
  expect(formAddress(page, 'f', base)).toBeUndefined();
});
