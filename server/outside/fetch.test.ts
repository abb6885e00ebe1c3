import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createSecure } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { afterAll, describe, expect, test } from 'vitest';
import { readConfig } from '../config.ts';
import { authority } from '../testing/certificate.ts';
import { post, unfit } from './fetch.ts';
import { isPublic } from './targets.ts';

const servers: (ReturnType<typeof createServer> | ReturnType<typeof createSecure>)[] = [];
afterAll(() => {
  for (const s of servers) s.close().closeAllConnections();
});
let calls = 0;
async function open(listener: RequestListener): Promise<number> {
  const server = createServer((req, res) => {
    calls += 1;
    listener(req, res);
  });
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return (server.address() as AddressInfo).port;
}
const FAR = { local: false, secureOnly: false };
const NEAR = { local: true, secureOnly: false };
const port = await open((_req, res) => res.end('taken'));

describe('targets', () => {
  test('API-6: what is not given to the public is refused, in every family', () => {
    const inside = [
      ...['0.0.0.0', '0.1.2.3', '10.1.2.3', '100.64.0.1', '100.127.255.255', '127.0.0.1', '127.255.0.9', '169.254.169.254', '172.16.0.1'],
      ...['172.31.255.255', '192.0.0.8', '192.0.2.1', '192.88.99.1', '192.168.1.1', '198.19.0.1', '198.51.100.7', '203.0.113.9', '224.0.0.1'],
      ...['239.1.1.1', '240.0.0.1', '255.255.255.255', '::', '::1', '::ffff:127.0.0.1', '::ffff:8.8.8.8', '::127.0.0.1', '64:ff9b::7f00:1'],
      ...['64:ff9b:1::1', '100::1', 'fc00::1', 'fd12:3456::1', 'fe80::1', 'fe80::1%eth0', 'fec0::1', 'ff02::1', '2001::1', '2001:db8::1'],
      ...['2002:7f00:1::1', '3fff::1', '5f00::1', 'localhost', '', '1', '127.1'],
    ];
    expect(inside.filter(isPublic)).toEqual([]);
    const outside = [
      '1.1.1.1',
      '8.8.8.8',
      '100.63.255.255',
      '100.128.0.0',
      '172.15.0.1',
      '172.32.0.1',
      '223.255.255.255',
      '2606:4700::1111',
      '2a00:1450::1',
    ];
    expect(outside.filter((a) => !isPublic(a))).toEqual([]);
  });

  test('API-6: this machine is found behind every way to write its number, and is not called', async () => {
    const before = calls;
    const written = ['127.0.0.1', '127.1', '2130706433', '017700000001', '0x7f.1', '0x7f000001', '127.0.0.1.', '①②⑦.0.0.1', '0', '[::1]', '[::]'];
    for (const host of [...written, '[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '[0:0:0:0:0:ffff:127.0.0.1]', '[64:ff9b::127.0.0.1]', '[2002:7f00:1::]'])
      expect([host, await post(`http://${host}:${port}/`, {}, '{}', FAR)]).toEqual([host, { fault: 'target_private' }]);
    // Names that the system itself knows to be this machine.
    expect(await post(`http://localhost:${port}/`, {}, '{}', FAR)).toEqual({ fault: 'target_private' });
    expect(calls).toBe(before);
    expect(await post(`http://127.1:${port}/`, {}, '{}', NEAR)).toEqual({ status: 200, body: 'taken' });
    expect(await post(`http://localhost:${port}/`, {}, '{}', NEAR)).toEqual({ status: 200, body: 'taken' });
    // Near is this machine, not the network around it.
    for (const host of ['10.0.0.1', '192.168.0.1', '[fd00::1]', '[::ffff:127.0.0.1]', '169.254.169.254'])
      expect(unfit(`http://${host}/`, NEAR)).toBe('target_private');
  });

  test('API-6: a name is looked up once, and only its public addresses are called', async () => {
    let asked = 0;
    // Public at first, this machine ever after.
    const rebinding = async () => {
      asked += 1;
      return [{ address: asked === 1 ? '192.0.2.1' : '127.0.0.1', family: 4 }];
    };
    const before = calls;
    expect(await post(`http://rebinds.test:${port}/`, {}, '{}', { ...FAR, resolve: rebinding })).toEqual({ fault: 'target_private' });
    expect(asked).toBe(1);
    expect(await post(`http://rebinds.test:${port}/`, {}, '{}', { ...FAR, resolve: rebinding })).toEqual({ fault: 'target_private' });
    const mixed = async () => [
      { address: '10.0.0.1', family: 4 },
      { address: '127.0.0.1', family: 4 },
    ];
    expect(await post(`http://mixed.test:${port}/`, {}, '{}', { ...FAR, resolve: mixed })).toEqual({ fault: 'target_private' });
    expect(calls).toBe(before);
    // Of a mixed answer the private address is dropped, the other one called.
    expect(await post(`http://mixed.test:${port}/`, {}, '{}', { ...NEAR, resolve: mixed })).toEqual({ status: 200, body: 'taken' });
  });

  test('API-6: the end of the socket counts, whatever was looked up', async () => {
    const before = calls;
    let looks = 0;
    // An answer that says one thing when it is looked at and another when it is connected.
    const twoFaced = async () => [
      {
        get address() {
          looks += 1;
          return looks === 1 ? '8.8.8.8' : '127.0.0.1';
        },
        family: 4,
      },
    ];
    expect(await post(`http://two-faced.test:${port}/`, {}, '{}', { ...FAR, resolve: twoFaced })).toEqual({ fault: 'target_private' });
    expect(looks).toBeGreaterThan(1);
    expect(calls).toBe(before);
  });

  test('API-6: only http and https, without a user, and only https in a live installation, where nothing local is allowed', () => {
    for (const bad of [
      'ftp://example.org/',
      'file:///etc/passwd',
      'https://me:secret@example.org/',
      'https://me@example.org',
      'example.org',
      'https://',
      'https://x:0/',
    ])
      expect([bad, unfit(bad, FAR)]).toEqual([bad, 'target_unfit']);
    expect(unfit('http://example.org/', { ...FAR, secureOnly: true })).toBe('target_unfit');
    expect(unfit('https://example.org/', { ...FAR, secureOnly: true })).toBeUndefined();
    const live = { FAIRHOLD_DATA: '/tmp', FAIRHOLD_SECRET: 'x', FAIRHOLD_MODE: 'live', FAIRHOLD_BANK: 'sandbox', FAIRHOLD_WEBHOOK_LOCAL: 'yes' };
    expect(() => readConfig(live)).toThrow(/live/);
    expect(readConfig({ FAIRHOLD_DATA: '/tmp', FAIRHOLD_SECRET: 'x' }).webhookLocal).toBe(false);
  });
});

describe('encryption', () => {
  const ours = authority('Ours');
  const secure = (o: { key: string; cert: string }) =>
    new Promise<number>((done) => {
      const server = createSecure(o, (req, res) => res.end(`${(req.socket as TLSSocket & { servername: string }).servername} ${req.headers.host}`));
      servers.push(server);
      server.listen(0, '127.0.0.1', () => done((server.address() as AddressInfo).port));
    });
  const here = async () => [{ address: '127.0.0.1', family: 4 }];
  const reach = { ...NEAR, secureOnly: true, resolve: here, ca: ours.ca };

  test('API-6: https goes through where a known authority vouches for the name, over the address that was looked up', async () => {
    const p = await secure(ours.server('hooks.example.test'));
    expect(await post(`https://hooks.example.test:${p}/`, {}, '{}', reach)).toEqual({
      status: 200,
      body: `hooks.example.test hooks.example.test:${p}`,
    });
  });

  test('API-6: another name, an authority nobody knows, or one that is over: no byte of it is sent', async () => {
    const unreachable = { fault: 'target_unreachable' };
    const p = await secure(ours.server('hooks.example.test'));
    expect(await post(`https://other.example.test:${p}/`, {}, '{}', reach)).toEqual(unreachable);
    expect(await post(`https://hooks.example.test:${p}/`, {}, '{}', { ...NEAR, resolve: here })).toEqual(unreachable);
    const strange = await secure(authority('Ours').server('hooks.example.test'));
    expect(await post(`https://hooks.example.test:${strange}/`, {}, '{}', reach)).toEqual(unreachable);
    const over = await secure(ours.server('hooks.example.test', Date.UTC(2025, 0, 1)));
    expect(await post(`https://hooks.example.test:${over}/`, {}, '{}', reach)).toEqual(unreachable);
    // It vouches for a name, not for the address.
    expect(await post(`https://127.0.0.1:${p}/`, {}, '{}', reach)).toEqual(unreachable);
  });

  test('API-6: the authority is a file of certificates, or the start says what is wrong', () => {
    const folder = mkdtempSync(join(tmpdir(), 'fairhold-ca-'));
    const file = join(folder, 'ca.pem');
    const read = () => readConfig({ FAIRHOLD_DATA: folder, FAIRHOLD_WEBHOOK_CA: file }).webhookCa;
    expect(read).toThrow(/FAIRHOLD_WEBHOOK_CA must be a file, and/);
    writeFileSync(file, 'nonsense');
    expect(read).toThrow(/certificates/);
    writeFileSync(file, ours.ca);
    expect(read()).toBe(ours.ca);
    rmSync(folder, { recursive: true });
  });
});

describe('the exchange', () => {
  const at = (p: number) => `http://127.0.0.1:${p}/hook?a=1`;
  test('API-6: a redirect is an answer, not a way', async () => {
    let followed = false;
    const goal = await open((_req, res) => {
      followed = true;
      res.end();
    });
    const way = await open((_req, res) => res.writeHead(302, { location: at(goal) }).end());
    expect(await post(at(way), {}, '{}', NEAR)).toEqual({ status: 302, body: '' });
    expect(followed).toBe(false);
  });

  test('API-6: no proxy is asked, whatever the surroundings say', async () => {
    const before = process.env['http_proxy'];
    process.env['http_proxy'] = 'http://127.0.0.1:1';
    expect(await post(at(port), {}, '{}', NEAR)).toEqual({ status: 200, body: 'taken' });
    if (before === undefined) delete process.env['http_proxy'];
    else process.env['http_proxy'] = before;
  });

  test('API-6: who never answers, answers drop by drop or without end, is left', async () => {
    const reach = { ...NEAR, timeMs: 300 };
    expect(await post(at(await open(() => undefined)), {}, '{}', reach)).toEqual({ fault: 'target_slow' });
    const drops = await open((_req, res) => {
      const drip = setInterval(() => res.write('.'), 20);
      res.on('close', () => clearInterval(drip));
    });
    expect(await post(at(drops), {}, '{}', reach)).toEqual({ fault: 'target_slow' });
    expect(await post('http://slow.test/', {}, '{}', { ...reach, resolve: () => new Promise(() => undefined) })).toEqual({ fault: 'target_slow' });
    const flood = await open((_req, res) => {
      const pour = () => {
        while (!res.destroyed && res.write('x'.repeat(10_000)));
      };
      res.on('drain', pour);
      pour();
    });
    const answer = await post(at(flood), {}, '{}', { ...NEAR, timeMs: 5_000 });
    expect('body' in answer && answer.body.length).toBe(65_536);
  });

  test('API-6: what cannot be reached says so', async () => {
    expect(await post('http://127.0.0.1:1/', {}, '{}', NEAR)).toEqual({ fault: 'target_unreachable' });
    expect(await post(`https://127.0.0.1:${port}/`, {}, '{}', NEAR)).toEqual({ fault: 'target_unreachable' });
    const nothing = async () => Promise.reject(Object.assign(new Error('no'), { code: 'ENOTFOUND' }));
    expect(await post('http://nothing.test/', {}, '{}', { ...NEAR, resolve: nothing })).toEqual({ fault: 'target_unknown' });
  });
});
