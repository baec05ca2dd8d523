import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The distribution's package, checked by apt and unpacked; nothing on the system changes and no root is needed. */
export async function fromDebian(target: string): Promise<boolean> {
  const work = mkdtempSync(join(dirname(target), 'apt-'));
  try {
    const options = ['-q', '-o', 'APT::Sandbox::User=root'];
    const apt = (...args: string[]) => run('apt-get', [...options, ...args], { cwd: work, timeout: 180_000 });
    try {
      await apt('download', 'nats-server');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false; // no apt here
      options.push(...ownState(work)); // no package lists here, or old ones
      await apt('update');
      await apt('download', 'nats-server');
    }
    const file = readdirSync(work).find((name) => name.endsWith('.deb'));
    if (!file) return false;
    await run('dpkg', ['-x', file, 'unpacked'], { cwd: work });
    renameSync(join(work, 'unpacked', 'usr', 'sbin', 'nats-server'), target);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function ownState(work: string): string[] {
  const [state, cache] = [join(work, 'state'), join(work, 'cache')];
  for (const folder of [join(state, 'lists', 'partial'), join(cache, 'archives', 'partial')]) {
    mkdirSync(folder, { recursive: true });
  }
  const settings = [`Dir::State=${state}`, `Dir::Cache=${cache}`, 'Dir::State::status=/var/lib/dpkg/status'];
  return settings.flatMap((setting) => ['-o', setting]);
}
