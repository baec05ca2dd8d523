import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { theProgram } from './program.ts';
import { completion } from './show/completion.ts';

const usage = readFileSync(join(import.meta.dirname, '../usage.txt'), 'utf8');

describe('The commands', () => {
  const program = theProgram();
  const names = program.commands.map((command) => command.name());

  it('stand all in usage.txt, which RunTaskBench.sh shows before anything is installed', () => {
    expect(names.filter((name) => !new RegExp(`^ {2}(\\S+\\|)*${name}(\\||\\s)`, 'm').test(usage))).toEqual([]);
    expect(program.helpInformation()).toBe(usage);
  });

  it('fit in 80 columns in every help, with examples', () => {
    for (const command of program.commands) {
      let help = '';
      command.configureOutput({ writeOut: (text) => void (help += text), getOutHelpWidth: () => 80 }).outputHelp();
      expect(help).toContain('Examples:');
      expect(help.split('\n').filter((line) => line.length > 80)).toEqual([]);
    }
    expect(usage.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });

  it('are completed by bash', () => {
    const script = completion(program, 'bash');
    const completed = (...words: string[]) => {
      const line = `COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}; _taskbench; printf '%s\\n' "\${COMPREPLY[@]}"`;
      const { stdout, stderr } = spawnSync('bash', ['-c', `${script}\n${line}`], { encoding: 'utf8' });
      expect(stderr).toBe('');
      return stdout.trim().split('\n').filter(Boolean);
    };
    expect(completed('RunTaskBench.sh', '')).toEqual([...names, 'test', '--help', '--version']);
    expect(completed('RunTaskBench.sh', 're')).toEqual(names.filter((name) => name.startsWith('re')));
    expect(completed('RunTaskBench.sh', 'run', '--fa')).toEqual(['--fail-under']);
    expect(completed('RunTaskBench.sh', 'run', 'samples')).toEqual([]);
  });

  it.each(['bash', 'zsh', 'fish'] as const)('stand all in the script for %s', (shell) => {
    const script = completion(program, shell);
    expect(names.filter((name) => !script.includes(name))).toEqual([]);
  });
});
