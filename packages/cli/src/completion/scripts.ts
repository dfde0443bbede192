// What a shell is told: ask otp-sup itself for what could stand next.

/** Shells that can be told. */
export const SHELLS = ['bash', 'zsh', 'fish'] as const

/** Bash breaks words at @ and :, which ids may have: what stands before the last of them is taken off again. */
const BASH = `_otp_sup() {
  local line="\${COMP_LINE:0:COMP_POINT}" words word
  read -ra words <<< "$line"
  [[ $line == *[[:space:]] ]] && words+=("")
  word="\${words[\${#words[@]}-1]}"
  local IFS=$'\\n'
  COMPREPLY=($(otp-sup complete -- "\${words[@]:1}" 2>/dev/null))
  if [[ $word == *[@:]* ]]; then
    local before="\${word%"\${word##*[@:]}"}"
    COMPREPLY=("\${COMPREPLY[@]#"$before"}")
  fi
}
complete -o default -F _otp_sup otp-sup
`

const ZSH = `#compdef otp-sup
_otp_sup() {
  local -a found
  found=("\${(@f)$(otp-sup complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  if [[ -n "\${found[1]}" ]]; then compadd -a found; else _files; fi
}
compdef _otp_sup otp-sup
`

const FISH = `function __otp_sup_complete
  set -l words (commandline -opc) "$(commandline -ct)"
  otp-sup complete -- $words[2..-1] 2>/dev/null
end
complete -c otp-sup -f -a '(__otp_sup_complete)'
complete -c otp-sup -n '__fish_seen_subcommand_from run up check tree explain simulate import add' -F
`

/** The script for each shell. */
export const SCRIPTS: Readonly<Record<(typeof SHELLS)[number], string>> = { bash: BASH, zsh: ZSH, fish: FISH }
