/** Asks the program itself, so that a script that was stored once never falls behind. */
const ASK = 'auroractl completion candidates --';

const BASH = `# bash completion of auroractl
_auroractl() {
  local word=\${COMP_WORDS[COMP_CWORD]} candidate
  COMPREPLY=()
  while IFS=$'\\t' read -r candidate _; do
    if [[ $candidate == :files ]]; then
      [[ $word == = ]] && word=
      compopt -o filenames 2>/dev/null
      while IFS= read -r candidate; do COMPREPLY+=("$candidate"); done < <(compgen -f -- "$word")
    elif [[ -n $candidate ]]; then
      COMPREPLY+=("$candidate")
    fi
  done < <(${ASK} "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -F _auroractl auroractl`;

const ZSH = `#compdef auroractl
# zsh completion of auroractl
_auroractl() {
  local -a found
  local candidate description
  while IFS=$'\\t' read -r candidate description; do
    if [[ $candidate == :files ]]; then
      [[ $PREFIX == --*=* ]] && compset -P '*='
      _files
      return
    elif [[ -n $candidate ]]; then
      found+=("\${candidate//:/\\\\:}:$description")
    fi
  done < <(${ASK} "\${(@)words[2,CURRENT]}" 2>/dev/null)
  _describe 'auroractl' found
}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
  _auroractl "$@"
else
  compdef _auroractl auroractl
fi`;

const FISH = `# fish completion of auroractl
function __auroractl_candidates
    set -l before (commandline -opc)
    set -l word (commandline -ct)
    for line in (${ASK} $before[2..-1] "$word" 2>/dev/null)
        if test "$line" = :files
            set -l flag (string match -r -- '^--[^=]+=' "$word")
            for path in (__fish_complete_path (string replace -r -- '^--[^=]+=' '' "$word"))
                echo "$flag$path"
            end
        else
            echo $line
        end
    end
end
complete -c auroractl -f -a '(__auroractl_candidates)'`;

/** The completion script of each shell. */
export const SCRIPTS = { bash: BASH, zsh: ZSH, fish: FISH } as const;
export const SHELLS = ['bash', 'zsh', 'fish'] as const;
