import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

interface Release {
  readonly version: string;
  readonly platform: string;
  readonly sha256: string;
}

// Linux: the sums in nats-io/nats-docker (2.10.x/alpine3.22). macOS: the release's SHA256SUMS as kept by cashapp/hermit-packages.
const RELEASES: Readonly<Record<string, Release>> = {
  'linux-x64': {
    version: '2.10.29',
    platform: 'linux-amd64',
    sha256: 'e314da74a83a1d3876db8814c27eb990fe729640fd6452025b441bcede8390da',
  },
  'linux-arm64': {
    version: '2.10.29',
    platform: 'linux-arm64',
    sha256: 'da4b27942ecfb4c5f0c54553d2e7f470ddda9d7581cfe8131b351a0e223ed401',
  },
  'darwin-x64': {
    version: '2.10.10',
    platform: 'darwin-amd64',
    sha256: '5b6bfed8f75ecb2f6465b87334f4e757a66c32b6c5f802e964a080a3716ffffb',
  },
  'darwin-arm64': {
    version: '2.10.10',
    platform: 'darwin-arm64',
    sha256: '8af6cbd8f3f21bcec164d17bc879d3e7807cd98e1c7839ac668986a71c4e52c6',
  },
};

const GITHUB = 'https://github.com/nats-io/nats-server/releases/download';

/** The pinned release. A file with another checksum is never run. */
export async function fromRelease(
  target: string,
  release = RELEASES[`${process.platform}-${process.arch}`],
  source = GITHUB,
): Promise<boolean> {
  if (!release) return false;
  const name = `nats-server-v${release.version}-${release.platform}`;
  const work = mkdtempSync(join(dirname(target), 'release-'));
  try {
    const answer = await fetch(`${source}/v${release.version}/${name}.tar.gz`, {
      signal: AbortSignal.timeout(120_000),
    });
    if (!answer.ok) return false;
    const archive = Buffer.from(await answer.arrayBuffer());
    if (createHash('sha256').update(archive).digest('hex') !== release.sha256) return false;
    writeFileSync(join(work, 'archive.tar.gz'), archive);
    await promisify(execFile)('tar', ['-xzf', 'archive.tar.gz'], { cwd: work });
    chmodSync(join(work, name, 'nats-server'), 0o755);
    renameSync(join(work, name, 'nats-server'), target);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
