import type { Command } from 'commander';

/** What can follow on a command line: each command with its options. */
interface Known {
  readonly name: string;
  readonly says: string;
  readonly options: readonly { readonly flag: string; readonly says: string; readonly value: boolean }[];
}

const knownOf = (program: Command): Known[] =>
  program.commands.map((command) => ({
    name: command.name(),
    says: plain(command.description()),
    options: command.options
      .filter(({ hidden, long }) => !hidden && long)
      .map(({ long, description, required }) => ({ flag: long!, says: plain(description), value: required })),
  }));

/** Without what a shell would take for its own. */
const plain = (text: string): string => text.replace(/['"`$\\[\]:]/g, '').split(/[.;](?: |$)/)[0]!;
const flags = ({ options }: Known) => [...options.map(({ flag }) => flag), '--help'].join(' ');

/** A script that completes the commands and options of this program in a shell. */
export function completion(program: Command, shell: 'bash' | 'zsh' | 'fish'): string {
  return SCRIPTS[shell]([...knownOf(program), { name: 'test', says: 'run the whole test suite', options: [] }]);
}

const SCRIPTS: Record<'bash' | 'zsh' | 'fish', (commands: readonly Known[]) => string> = {
  bash: (commands) => `# LLM TaskBench, for bash
_taskbench() {
  local word="\${COMP_WORDS[COMP_CWORD]}" words
  if [ "$COMP_CWORD" -eq 1 ]; then
    words="${commands.map(({ name }) => name).join(' ')} --help --version"
  else
    case "\${COMP_WORDS[1]}" in
${commands.map((command) => `      ${command.name}) words="${flags(command)}" ;;`).join('\n')}
    esac
  fi
  COMPREPLY=()
  # Whatever is no option may be a file, which bash completes by itself.
  if [ "$COMP_CWORD" -eq 1 ] || [[ "$word" == -* ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
  fi
}
complete -o default -F _taskbench RunTaskBench.sh
`,
  zsh: (commands) => `#compdef RunTaskBench.sh
# LLM TaskBench, for zsh
_taskbench() {
  local -a commands
  commands=(
${commands.map(({ name, says }) => `    '${name}:${says}'`).join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  case "$words[2]" in
${commands
  .map(
    ({ name, options }) =>
      `    ${name}) _arguments ${options.map(({ flag, says, value }) => `'${flag}[${says}]${value ? ':value:' : ''}' `).join('')}'*:file:_files' ;;`,
  )
  .join('\n')}
  esac
}
compdef _taskbench RunTaskBench.sh
`,
  fish: (commands) =>
    [
      '# LLM TaskBench, for fish',
      ...commands.map(
        ({ name, says }) => `complete -c RunTaskBench.sh -n __fish_use_subcommand -f -a ${name} -d '${says}'`,
      ),
      ...commands.flatMap(({ name, options }) =>
        options.map(
          ({ flag, says, value }) =>
            `complete -c RunTaskBench.sh -n '__fish_seen_subcommand_from ${name}' -l ${flag.slice(2)}${value ? ' -r' : ''} -d '${says}'`,
        ),
      ),
      '',
    ].join('\n'),
};
