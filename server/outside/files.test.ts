import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, describe, expect, test } from 'vitest';
import { disposition, neutralName } from './file-names.ts';
import { downloadType, inlineType } from './file-types.ts';
import { type FileStore, MOST_BYTES, openFileStore } from './files.ts';

const folder = await mkdtemp(join(tmpdir(), 'fairhold-files-'));
const store: FileStore = await openFileStore(folder);
afterAll(() => rm(folder, { recursive: true, force: true }));

const keep = (content: Readable, name: string) =>
  store.put(content, name, async (file, shelve) => {
    await shelve();
    return file;
  });
const put = (content: string | Buffer, name = 'a.txt') => keep(Readable.from([Buffer.from(content)]), name);
const incoming = () => readdir(join(folder, 'incoming'));
const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

describe('store', () => {
  test('CFE-3: a file is kept under the digest of its content and comes back byte for byte', async () => {
    const content = Buffer.from('the same words\n'.repeat(1000));
    const file = await put(content, 'words.txt');
    expect(file).toEqual({
      name: 'words.txt',
      size: content.length,
      type: 'text/plain',
      sha256: createHash('sha256').update(content).digest('hex'),
    });
    expect(await readFile(join(folder, file.sha256.slice(0, 2), file.sha256))).toEqual(content);
    const back = await store.read(file.sha256);
    expect(Buffer.concat(await (back as Readable).toArray())).toEqual(content);
    expect(await put(content, 'again.txt')).toMatchObject({ sha256: file.sha256, name: 'again.txt' });
  });

  test('CFE-3: a file over 25 MB is refused while it comes in, and nothing of it stays', async () => {
    let given = 0;
    const endless = Readable.from(
      (function* () {
        for (;;) {
          given += 1_000_000;
          yield Buffer.alloc(1_000_000);
        }
      })(),
    );
    await expect(keep(endless, 'film.mp4')).rejects.toMatchObject({ code: 'file_too_large', status: 413 });
    expect(given).toBeLessThan(MOST_BYTES + 20_000_000);
    expect(await incoming()).toEqual([]);
    const full = Readable.from([Buffer.alloc(MOST_BYTES, 1)]);
    expect(await keep(full, 'full.bin')).toMatchObject({ size: MOST_BYTES, type: 'application/octet-stream' });
  });

  test('an upload that breaks off leaves nothing', async () => {
    const broken = Readable.from(
      (async function* () {
        yield Buffer.from('half');
        throw new Error('gone');
      })(),
    );
    await expect(keep(broken, 'x')).rejects.toThrow('gone');
    expect(await incoming()).toEqual([]);
  });

  test('an empty file is refused', async () => {
    await expect(put('')).rejects.toMatchObject({ code: 'file_empty', status: 422 });
  });

  test('only digests are read, no paths', async () => {
    for (const bad of ['../secret', '', 'A'.repeat(64), `${'0'.repeat(63)}/`]) expect(await store.read(bad)).toBeUndefined();
    expect(await store.read('0'.repeat(64))).toBeUndefined();
  });

  test('what a dead process left half written is dropped later', async () => {
    const old = join(folder, 'incoming', 'left-over');
    await writeFile(old, 'x');
    await utimes(old, new Date(0), new Date(0));
    await writeFile(join(folder, 'incoming', 'fresh'), 'x');
    await openFileStore(folder);
    expect(await incoming()).toEqual(['fresh']);
    await rm(join(folder, 'incoming', 'fresh'));
  });
});

describe('types', () => {
  const mach = (magic: string) => Buffer.concat([Buffer.from(magic, 'hex'), Buffer.alloc(100)]);
  const jar = () => {
    // One stored entry: META-INF/MANIFEST.MF.
    const name = Buffer.from('META-INF/MANIFEST.MF');
    const body = Buffer.from('Manifest-Version: 1.0\n');
    const head = Buffer.alloc(30);
    head.writeUInt32LE(0x04034b50, 0);
    head.writeUInt16LE(20, 4);
    head.writeUInt32LE(body.length, 18);
    head.writeUInt32LE(body.length, 22);
    head.writeUInt16LE(name.length, 26);
    return Buffer.concat([head, name, body]);
  };

  test.each([
    ['a Linux program', mach('7f454c46020101')],
    ['a Windows program', Buffer.concat([Buffer.from('MZ'), Buffer.alloc(200), Buffer.from('PE\0\0')])],
    ['a macOS program', mach('cffaedfe')],
    ['a Java class or a macOS program', mach('cafebabe')],
    ['a script', Buffer.from('#!/bin/sh\nrm -rf ~\n')],
    ['a script', Buffer.from('\ufeff#! /usr/bin/env node\n')],
    ['a Java program (JAR)', jar()],
    ['a WebAssembly program', mach('0061736d01000000')],
    ['a Windows shortcut', mach('4c0000000114020000000000c000000000000046')],
  ])('CFE-3: %s is refused under the name of a document', async (what, content) => {
    for (const name of ['evidence.pdf', 'picture.png', 'program']) {
      await expect(put(content, name)).rejects.toMatchObject({
        code: 'file_type_refused',
        status: 422,
        message: expect.stringContaining(what),
      });
    }
    expect(await incoming()).toEqual([]);
  });

  test('CFE-3: a name that starts when opened is refused whatever is inside', async () => {
    for (const name of ['a.exe', 'a.pdf.BAT', 'x.scr', 'a.lnk', 'evil\u202efdp.exe']) {
      await expect(put('echo', name)).rejects.toMatchObject({ code: 'file_type_refused' });
    }
  });

  test.each([
    ['note.txt', 'Grüße\n\tund mehr', 'text/plain'],
    ['BMW.txt', 'BMW and MZ are letters', 'text/plain'],
    ['mz', 'MZ is how my letter begins', 'text/plain'],
    ['main.rs', '#![allow(dead_code)]\nfn main() {}', 'text/plain'],
    ['a.md', '# Title\n\nwords', 'text/markdown'],
    ['a.csv', 'a,b\n1,2\n3,"4,5"\n', 'text/csv'],
    ['a.csv', 'no table at all', 'text/plain'],
    ['a.json', '{"a": [1]}', 'application/json'],
    ['a.json', '{"a": ', 'text/plain'],
    ['a.txt', '<!doctype html><p>', 'text/html'],
    ['a.png', '  <script>alert(1)</script>', 'text/html'],
    ['a.txt', 'words first <iframe src=x>', 'text/html'],
    ['a.png', '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', 'image/svg+xml'],
    ['a.xml', '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', 'image/svg+xml'],
    ['a.xml', '<?xml version="1.0"?><a/>', 'application/xml'],
    ['a.bin', Buffer.from([1, 2, 3, 255, 0]), 'application/octet-stream'],
    ['a.txt', Buffer.from('bad \xff utf8', 'latin1'), 'application/octet-stream'],
    ['a.gif', PNG, 'image/png'],
    ['a.txt', '%PDF-1.7\n1 0 obj\n', 'application/pdf'],
  ])('CFE-3: the type of %s is found by content', async (name, content, type) => {
    expect(await put(content, name)).toMatchObject({ type, name });
  });

  test('CFE-3: text is judged over all of it, also where chunks cut a letter', async () => {
    const content = Buffer.from(`${'ü'.repeat(50)}`);
    const cut = Readable.from([content.subarray(0, 33), content.subarray(33)]);
    expect(await keep(cut, 'a.txt')).toMatchObject({ type: 'text/plain' });
    const late = Readable.from([Buffer.alloc(100_000, 'a'), Buffer.from([0])]);
    expect(await keep(late, 'a.txt')).toMatchObject({ type: 'application/octet-stream' });
  });

  test('CFE-3: only harmless kinds may be shown in place; markup never leaves under its own type', () => {
    for (const type of [
      'text/html',
      'image/svg+xml',
      'application/xml',
      'application/xhtml+xml',
      'text/javascript',
      'application/octet-stream',
      'application/zip',
    ]) {
      expect(inlineType(type), type).toBeUndefined();
    }
    for (const type of ['text/html', 'image/svg+xml', 'application/xml', 'application/xhtml+xml', 'text/javascript', 'a/b\r\nx: y']) {
      expect(downloadType(type), type).toBe('application/octet-stream');
    }
    expect(inlineType('text/markdown')).toBe('text/plain; charset=utf-8');
    expect(downloadType('application/pdf')).toBe('application/pdf');
    expect(downloadType('application/vnd.openxmlformats-officedocument.wordprocessingml.document')).toMatch(/^application\/vnd/);
  });
});

describe('names', () => {
  test.each([
    ['../../etc/passwd', 'passwd'],
    ['C:\\Users\\me\\report.pdf', 'report.pdf'],
    ['a\r\nSet-Cookie: x=1.txt', 'aSet-Cookie_ x=1.txt'],
    ['invoice\u202efdp.exe', 'invoicefdp.exe'],
    ['..', 'file'],
    ['', 'file'],
    [undefined, 'file'],
    ['.htaccess', 'htaccess'],
    ['CON.txt', '_CON.txt'],
    ['<img src=x onerror=1>.png', '_img src=x onerror=1_.png'],
    ['\ud800x', '\ufffdx'],
    ['Übersicht – März 報告.pdf', 'Übersicht – März 報告.pdf'],
  ])('CFE-3: %j becomes %j', (sent, name) => {
    expect(neutralName(sent)).toBe(name);
  });

  test('a long name keeps its ending', () => {
    const name = neutralName(`${'ä'.repeat(500)}.pdf`);
    expect([...name]).toHaveLength(200);
    expect(name.endsWith('ä.pdf')).toBe(true);
  });

  test('a name in a header can neither end the value nor the header', () => {
    const value = disposition('attachment', `a"; filename="b.exe\\ 'ü' 報%0d%0a\u0007.pdf`);
    expect(value).toMatch(/^attachment; filename="[\x20-\x7e]*"; filename\*=UTF-8''[\w.~!-]*(%[0-9A-F]{2}[\w.~!-]*)*$/);
    expect(value.match(/"/g)).toHaveLength(2);
  });
});
