import { describe, expect, it } from 'vitest';
import { rememberSecret, withoutSecrets } from '@orangery/schemas';

describe('a secret that is remembered', () => {
  it('leaves nothing of a longer one that begins like it', () => {
    rememberSecret('https://cloud.example/s/opensesame');
    rememberSecret('https://cloud.example/s/opensesame?path=/patients');
    const text = 'asked for https://cloud.example/s/opensesame?path=/patients today';
    expect(withoutSecrets(text)).toBe('asked for … today');
  });

  const password = 'pa"ss\\wörd\n1';

  it.each([
    ['as it is', password],
    ['as JSON writes it', JSON.stringify(password).slice(1, -1)],
    ['encoded', encodeURIComponent(password)],
    ['encoded in small letters', encodeURIComponent(password).toLowerCase()],
  ])('is taken out %s', (_, printed) => {
    rememberSecret(password);
    expect(withoutSecrets(`is ${printed} now`)).toBe('is … now');
  });

  it('may be no text at all', () => {
    rememberSecret('half of a pair: \ud800');
    expect(withoutSecrets('is half of a pair: \ud800')).toBe('is …');
  });
});

describe('cleaning', () => {
  it.each([`?${'key'.repeat(1_000_000)}`, `?${'a'.repeat(1_000_000)}`, '?key'.repeat(300_000)])(
    'is soon done with a long text: %.20s',
    (text) => {
      expect(withoutSecrets(text)).toBe(text);
    },
  );
});
