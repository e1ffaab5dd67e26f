import type { Capability } from '../../capability.ts'

type Programs = Readonly<Record<string, readonly Capability[]>>

function of(names: string, ...capabilities: readonly Capability[]): Programs {
  return Object.fromEntries(names.split(' ').map((name) => [name, capabilities]))
}

/** What starting a program does, by its name without path and ending. */
export const programs: Programs = {
  ...of('curl wget nc ncat netcat socat ssh scp sftp ftp tftp rsync telnet dig nslookup host lynx aria2c fetch axel http https ping openvpn', 'network'),
  ...of('sh bash zsh dash ksh ash fish csh tcsh busybox', 'execute', 'shell'),
  ...of('python python2 python3 node nodejs deno bun perl ruby php lua osascript tclsh pwsh powershell', 'execute'),
  ...of('eval', 'evaluate'),
  ...of('npm npx yarn pnpm bunx pip pip3 pipx uv uvx gem cargo go make cmake apt apt-get dnf yum apk brew', 'execute'),
  ...of('sudo doas su setsid nohup exec xargs env timeout parallel chroot unshare nsenter', 'execute'),
  ...of('gunzip zcat bzcat xzcat unxz bunzip2 uudecode', 'decode'),
  ...of('cp mv rm rmdir mkdir ln chmod chown install tee dd truncate shred unlink touch patch sed', 'file-write'),
  ...of('cat head tail less more grep egrep fgrep find awk gawk mawk strings od hexdump', 'file-read'),
  ...of('printenv', 'environment'),
  ...of('whoami hostname id uname ifconfig ip ipconfig sw_vers system_profiler lsb_release hostnamectl arp netstat ss w who last', 'host-information'),
  ...of('crontab at batch launchctl chkconfig update-rc.d rc-update', 'persistence'),
  ...of('insmod modprobe kextload', 'native-code'),
  ...of('gdb gcore strace ptrace', 'process-memory'),
  ...of('docker podman kubectl', 'execute'),
  ...of('security keyring secret-tool pass op', 'credentials'),
  ...of('xattr spctl csrutil setenforce auditctl', 'anti-analysis'),
}

/** Programs that take code on the command line, with the options that do. */
export const inlineCode: Readonly<Record<string, RegExp>> = {
  sh: /^-\w*c$/,
  bash: /^-\w*c$/,
  zsh: /^-\w*c$/,
  dash: /^-\w*c$/,
  ksh: /^-\w*c$/,
  python: /^-c$/,
  python2: /^-c$/,
  python3: /^-c$/,
  node: /^(?:-e|--eval|-p|--print|-pe)$/,
  nodejs: /^(?:-e|--eval|-p)$/,
  bun: /^(?:-e|--eval)$/,
  deno: /^eval$/,
  perl: /^-\w*[eE]$/,
  ruby: /^-\w*e$/,
  php: /^-r$/,
  lua: /^-e$/,
  osascript: /^-e$/,
}

/** Programs that run what comes in by a pipe. */
export const takesCode = new Set(
  'sh bash zsh dash ksh ash fish python python2 python3 node nodejs perl ruby php osascript pwsh powershell eval source .'.split(' '),
)

/** A wait from here on counts, in seconds. */
export const longWait = 300
