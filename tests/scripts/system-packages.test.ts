import { expect, test } from 'vitest';
import { hasDisplay, underXvfb } from '../../scripts/lib/display.mjs';
import { missingLibraries, packagesFor } from '../../scripts/lib/system-packages.mjs';

const ldd = `
	linux-vdso.so.1 (0x00007ffd)
	libffmpeg.so => /opt/electron/libffmpeg.so (0x00007f)
	libnss3.so => not found
	libasound.so.2 => not found
	libc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f)
`;

test('missing libraries are those that ldd could not find', () => {
  expect(missingLibraries(ldd)).toEqual(['libnss3.so', 'libasound.so.2']);
  expect(missingLibraries('	libc.so.6 => /lib/libc.so.6 (0x1)\n')).toEqual([]);
});

test('a library is found in its package, under the new name first where there are two', () => {
  expect(packagesFor('libnss3.so')).toEqual(['libnss3']);
  expect(packagesFor('libasound.so.2')).toEqual(['libasound2t64', 'libasound2']);
  expect(packagesFor('libunheardof.so.1')).toEqual([]);
});

test('only Linux can be without a display', () => {
  expect(hasDisplay('linux', {})).toBe(false);
  expect(hasDisplay('linux', { DISPLAY: ':0' })).toBe(true);
  expect(hasDisplay('linux', { WAYLAND_DISPLAY: 'wayland-0' })).toBe(true);
  expect(hasDisplay('darwin', {})).toBe(true);
  expect(hasDisplay('win32', {})).toBe(true);
});

test('a command on a display in memory is passed on as it is', () => {
  const [program, args] = underXvfb(['/opt/electron', '--flag', '/a folder; "x"'], '/tmp/pid');
  expect(program).toBe('xvfb-run');
  expect(args.slice(-4)).toEqual(['/tmp/pid', '/opt/electron', '--flag', '/a folder; "x"']);
});
