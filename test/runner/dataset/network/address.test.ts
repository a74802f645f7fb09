import { describe, expect, it } from 'vitest';
import { isLoopbackHost, isWithinReach } from '../../../../runner/src/dataset/network/address.ts';

describe('an address', () => {
  it.each(['8.8.8.8', '93.184.216.34', '2606:4700::1111'])('is public: %s', (address) => {
    expect(isWithinReach(address, 'public')).toBe(true);
    expect(isWithinReach(address, 'loopback')).toBe(false);
  });

  it.each(['127.0.0.1', '127.255.0.1', '::1'])('is loopback: %s', (address) => {
    expect(isWithinReach(address, 'public')).toBe(false);
    expect(isWithinReach(address, 'loopback')).toBe(true);
  });

  it.each([
    ['this network', '0.0.0.0'],
    ['private', '10.0.0.1'],
    ['private', '172.16.0.1'],
    ['private', '192.168.1.1'],
    ['shared by a carrier', '100.64.0.1'],
    ['link-local, where clouds keep secrets', '169.254.169.254'],
    ['for documentation', '192.0.2.1'],
    ['for measurements', '198.18.0.1'],
    ['multicast', '224.0.0.1'],
    ['broadcast', '255.255.255.255'],
    ['reserved', '240.0.0.1'],
    ['unspecified', '::'],
    ['IPv4 inside IPv6', '::ffff:127.0.0.1'],
    ['IPv4 inside IPv6', '::ffff:8.8.8.8'],
    ['IPv4 behind a translator', '64:ff9b::a00:1'],
    ['IPv4 inside IPv6, in the form of old', '::7f00:1'],
    ['IPv4 behind a translator of a network’s own', '64:ff9b:1::a00:1'],
    ['given to nobody', '4000::1'],
    ['a tunnel', '2002:a00:1::'],
    ['unique local', 'fd00::1'],
    ['link-local', 'fe80::1'],
    ['link-local with a zone', 'fe80::1%eth0'],
    ['multicast', 'ff02::1'],
    ['no address', 'data.example'],
  ])('is out of reach when it is %s: %s', (_, address) => {
    expect(isWithinReach(address, 'public')).toBe(false);
    expect(isWithinReach(address, 'loopback')).toBe(false);
  });

  it('is loopback by its name only when the name is reserved for that', () => {
    expect(['localhost', 'LOCALHOST.', 'a.localhost', '[::1]'].every(isLoopbackHost)).toBe(true);
    expect(['localhost.example', 'mylocalhost', '[::2]'].some(isLoopbackHost)).toBe(false);
  });
});
