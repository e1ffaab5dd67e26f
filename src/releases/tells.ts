import type { Capability } from './capability.ts'

/** A string that honest software seldom carries, or that says what software reaches for. */
export interface Tell {
  readonly name: string
  /** In plain words, without the string itself. */
  readonly says: string
  /** Lower-case texts of four or more characters, one of which every match contains. */
  readonly anchors: readonly string[]
  /** Over lower-case text of one line whose tabs are spaces, without flags: it finds the first place. Nothing in it repeats without a bound. */
  readonly pattern: RegExp
  readonly capabilities: readonly Capability[]
}

const table: readonly (readonly [name: string, says: string, anchors: string, capabilities: readonly Capability[], pattern: RegExp])[] = [
  // Browsers: where they keep what was visited, saved and logged in to, and the questions put to those stores.
  [
    'browser-profile',
    'names the folder where a browser keeps its profiles',
    'chrome|edge|brave-browser|chromium|vivaldi|yandexbrowser|opera stable|opera gx stable|bravesoftware|firefox',
    ['browser-data'],
    /(?:google[\\/]{1,2}chrome|microsoft[\\/]{1,2}edge|brave-browser|chromium|vivaldi|yandexbrowser|360chrome)[\\/]{1,2}(?:user data|default|beta|dev)|opera software[\\/]{1,2}opera (?:gx )?stable|application support[\\/]google[\\/]chrome|\.config[\\/]{1,2}(?:google-chrome|chromium|bravesoftware|microsoft-edge)|mozilla[\\/]{1,2}firefox[\\/]{1,2}profiles|\.mozilla[\\/]{1,2}firefox|application support[\\/]firefox[\\/]profiles/,
  ],
  [
    'browser-store',
    'names a file in which a browser keeps logins, cookies or history',
    'key3.db|key4.db|logins.json|cookies.sqlite|places.sqlite|formhistory.sqlite|signons.sqlite|login data|web data|network|local extension settings',
    ['browser-data'],
    /\b(?:key[34]\.db|logins\.json|cookies\.sqlite|places\.sqlite|formhistory\.sqlite|signons\.sqlite)\b|[\\/](?:login data|web data|network[\\/]{1,2}cookies|local extension settings)\b/,
  ],
  [
    'browser-query',
    'asks the database of a browser for history, logins or cookies',
    'select|moz_',
    ['browser-data'],
    /\bselect\b.{0,160}\bfrom\s{1,4}(?:urls|visits|logins|cookies|credit_cards|autofill|moz_[a-z]{3,24})\b|\bmoz_(?:places|cookies|logins|formhistory|historyvisits)\b/,
  ],
  [
    'browser-key',
    'names the key that protects the passwords of a browser',
    'os_crypt|safe storage|app_bound_encrypted_key',
    ['browser-data'],
    /"?os_crypt"?.{0,12}encrypted_key|chrome safe storage|chromium safe storage|app_bound_encrypted_key/,
  ],
  // Wallets.
  [
    'wallet-store',
    'names a store of a wallet',
    'wallet.dat|exodus.wallet|electrum|ethereum|atomic|coinomi|guarda|ledger live|bytecoin|zcash|armory|jaxx|solana',
    ['wallet'],
    /\bwallet\.dat\b|[\\/](?:exodus[\\/]{1,2}exodus\.wallet|electrum[\\/]{1,2}wallets|ethereum[\\/]{1,2}keystore|atomic[\\/]{1,2}local storage|coinomi[\\/]{1,2}coinomi|guarda[\\/]{1,2}local storage|ledger live|bytecoin|zcash|armory|jaxx)\b|\.config[\\/]{1,2}solana[\\/]{1,2}id\.json|solana[\\/]{1,2}id\.json/,
  ],
  [
    'wallet-extension',
    'names the extension of a wallet by its id',
    'nkbihfbeogaeaoehlefnkodbefgpgknn|ibnejdfjmmkpcnlpebklmnkoeoihofec|bfnaelmomeimhlpmgjnjophhpkkoljpa|fhbohimaelbohpjbbldcngcnapndodjp|hnfanknocfeofbddgcijnmhnfnkdnaad|ejbalbakoplchlghecdalmeeeajnimhm|acmacodkjbdgmoleebolmdjonilkdbch|egjidjbpglichdcondbcbdnbeeppgdph|aholpfdialjgjfhomihkjbmgjidlcdno|mcohilncbfahbmgdjkbpemcciiolgcge|bhghoamapcdpbohphigoooaddinpkbai',
    ['wallet', 'browser-data'],
    /\b(?:nkbihfbeogaeaoehlefnkodbefgpgknn|ibnejdfjmmkpcnlpebklmnkoeoihofec|bfnaelmomeimhlpmgjnjophhpkkoljpa|fhbohimaelbohpjbbldcngcnapndodjp|hnfanknocfeofbddgcijnmhnfnkdnaad|ejbalbakoplchlghecdalmeeeajnimhm|acmacodkjbdgmoleebolmdjonilkdbch|egjidjbpglichdcondbcbdnbeeppgdph|aholpfdialjgjfhomihkjbmgjidlcdno|mcohilncbfahbmgdjkbpemcciiolgcge|bhghoamapcdpbohphigoooaddinpkbai)\b/,
  ],
  [
    'wallet-words',
    'speaks of the words or keys that open a wallet',
    'phrase|eth_sendtransaction|window.ethereum',
    ['wallet'],
    /\b(?:seed ?phrase|recovery ?phrase|mnemonic ?phrase|eth_sendtransaction|window\.ethereum)\b/,
  ],
  // Credentials.
  [
    'cloud-credentials',
    'names where cloud credentials are kept',
    '.aws|application_default_credentials|gcloud|.azure|.kube|.docker|.oci|.terraform.d',
    ['credentials'],
    /\.aws[\\/]{1,2}(?:credentials|config)\b|application_default_credentials\.json|gcloud[\\/]{1,2}(?:credentials|access_tokens)\.db|\.azure[\\/]{1,2}(?:accesstokens|msal_token_cache|azureprofile)|\.kube[\\/]{1,2}config\b|\.docker[\\/]{1,2}config\.json|\.oci[\\/]{1,2}config\b|\.terraform\.d[\\/]{1,2}credentials/,
  ],
  [
    'metadata-service',
    'asks the metadata service of a cloud machine',
    '169.254.169.254|169.254.170.2|metadata.google|/meta-data/iam|fd00:ec2',
    ['credentials', 'network'],
    /\b169\.254\.169\.254\b|\b169\.254\.170\.2\b|metadata\.google\.internal|\/latest\/meta-data\/iam|fd00:ec2::254/,
  ],
  [
    'developer-credentials',
    'names where keys and tokens of developers are kept',
    '.ssh|.npmrc|.pypirc|netrc|.git-credentials|.vault-token|.yarnrc.yml|hosts.yml|.gem|.cargo',
    ['credentials'],
    /\.ssh[\\/]{1,2}(?:id_(?:rsa|dsa|ecdsa|ed25519)|config\b|known_hosts)|[\\/~](?:\.npmrc|\.pypirc|\.netrc|_netrc|\.git-credentials|\.vault-token|\.yarnrc\.yml)\b|\.config[\\/]{1,2}gh[\\/]{1,2}hosts\.yml|\.gem[\\/]{1,2}credentials|\.cargo[\\/]{1,2}credentials/,
  ],
  [
    'token-variable',
    'names a variable that holds a token',
    'npm_token|node_auth_token|github_token|gh_token|gitlab_token|ci_job_token|pypi_token|twine_password|aws_secret_access|aws_session_token|azure_client_secret|google_application_credentials|actions_id_token|actions_runtime_token|vault_token|dockerhub_token|cloudflare_api|stripe_secret|anthropic_api|openai_api|_authtoken',
    ['credentials', 'environment'],
    /\b(?:npm_token|node_auth_token|github_token|gh_token|gitlab_token|ci_job_token|pypi_token|twine_password|aws_secret_access_key|aws_session_token|azure_client_secret|google_application_credentials|actions_id_token_request_(?:token|url)|actions_runtime_token|vault_token|dockerhub_token|cloudflare_api_token|stripe_secret_key|anthropic_api_key|openai_api_key)\b|:_authtoken\b/,
  ],
  [
    'system-credentials',
    'names where the system keeps its passwords',
    '/etc/shadow|lsass.exe|ntds.dit|\\config\\sam|policy\\secrets|login.keychain|find-generic|find-internet|dump-keychain|sekurlsa|logonpasswords|vaultcli|gnome-keyring|kwalletd',
    ['credentials'],
    /\/etc\/shadow\b|\blsass\.exe\b|\bntds\.dit\b|\\config\\sam\b|\bsecurity\\policy\\secrets\b|login\.keychain|find-generic-password|find-internet-password|dump-keychain|\bsekurlsa\b|\blogonpasswords\b|\bvaultcli\.dll\b|gnome-keyring|kwalletd/,
  ],
  [
    'chat-sessions',
    'names where a messenger keeps its sessions',
    'discord|slack|signal|telegram desktop|tdata',
    ['credentials'],
    /[\\/](?:discord|discordcanary|discordptb|slack|signal|telegram desktop)[\\/]{1,2}(?:local storage|leveldb|tdata|cookies)\b|[\\/]tdata[\\/]/,
  ],
  ['secret-scanner', 'names a tool that finds secrets in files', 'trufflehog|gitleaks|noseyparker', ['credentials'], /\b(?:trufflehog|gitleaks|noseyparker)\b/],
  // Runs again.
  [
    'run-key',
    'names a registry key from which programs start',
    'currentversion|winlogon|image file execution|appinit_dlls|silentprocessexit|command processor',
    ['persistence'],
    /currentversion\\{1,2}run(?:once|services)?\b|currentversion\\{1,2}policies\\{1,2}explorer\\{1,2}run\b|winlogon\\{1,2}(?:shell|userinit|notify)\b|image file execution options\\|appinit_dlls|\\{1,2}silentprocessexit\\|\bcommand processor\\{1,2}autorun\b/,
  ],
  [
    'service-key',
    'names the registry key of services',
    'currentcontrolset|controlset001',
    ['persistence'],
    /\\{1,2}(?:currentcontrolset|controlset001)\\{1,2}services\\{1,2}[a-z%]/,
  ],
  [
    'startup-folder',
    'names a folder from which programs start',
    'start menu|library/launch|.config/autostart|xdg/autostart',
    ['persistence'],
    /start menu\\{1,2}programs\\{1,2}startup|library\/launch(?:agents|daemons)|\.config\/autostart\b|\/etc\/xdg\/autostart/,
  ],
  [
    'scheduled-task',
    'makes a scheduled task',
    'schtasks|register-scheduledtask|crontab|/etc/cron|spool/cron|launchctl',
    ['persistence', 'execute'],
    /\bschtasks(?:\.exe)?"?\s{1,4}\/(?:create|change|run)\b|\bregister-scheduledtask\b|\bcrontab\s{1,4}-|\/etc\/cron(?:tab|\.d|\.daily|\.hourly)\b|\/var\/spool\/cron\b|\blaunchctl\s{1,4}(?:load|bootstrap|submit)\b/,
  ],
  [
    'service-command',
    'makes a service',
    'create|new-service|systemd|systemctl|/etc/rc.local|/etc/init.d',
    ['persistence', 'execute'],
    /\bsc(?:\.exe)?\s{1,4}create\b.{0,80}\bbinpath|\bnew-service\b.{0,60}-binarypath|\/etc\/systemd\/system\b|\.config\/systemd\/user\b|\bsystemctl\s{1,4}(?:--user\s{1,4})?(?:enable|daemon-reload)\b|\/etc\/rc\.local\b|\/etc\/init\.d\//,
  ],
  [
    'shell-profile',
    'names a file that shells run when they start',
    '.bashrc|.bash_profile|.zshrc|.zprofile|.zshenv|/profile.d|/etc/ld.so|authorized_key',
    ['persistence'],
    /[~/](?:\.bashrc|\.bash_profile|\.zshrc|\.zprofile|\.zshenv)\b|\/etc\/profile\.d\/|\/etc\/ld\.so\.preload\b|\bauthorized_keys2?\b/,
  ],
  // Starts programs.
  [
    'powershell-hidden',
    'starts PowerShell with hidden or encoded commands',
    'powershell|pwsh',
    ['execute', 'shell', 'evaluate'],
    /\b(?:powershell|pwsh)(?:\.exe)?"?\s.{0,160}(?:-e(?:c|nc|ncodedcommand)?\s|-encodedcommand|-w(?:indowstyle)?\s{1,4}h(?:idden)?\b|-windowstyle\s{1,4}1\b|-ep?\s{1,4}bypass|-executionpolicy\s{1,4}(?:bypass|unrestricted)|-nop\b)/,
  ],
  [
    'powershell-loader',
    'downloads or decodes what PowerShell then runs',
    'downloadstring|downloaddata|invoke-expression|iex(|iex (|iex  |frombase64string|assembly]::load|invoke-webrequest|net.webclient|start-bitstransfer',
    ['evaluate', 'network', 'decode'],
    /\.downloadstring\s{0,4}\(|\.downloaddata\s{0,4}\(|\binvoke-expression\b|\biex\s{0,4}\(|\[(?:system\.)?convert\]::frombase64string|\[(?:system\.)?reflection\.assembly\]::load\b|\binvoke-webrequest\b|\bnew-object\s{1,4}(?:system\.)?net\.webclient\b|\bstart-bitstransfer\b/,
  ],
  [
    'command-shell',
    'runs the command shell',
    'cmd /|cmd  |cmd" |cmd"  |cmd.exe|comspec|/bin/sh|/bin/bash|/bin/dash|/bin/zsh|/bin/ksh',
    ['shell', 'execute'],
    /\bcmd(?:\.exe)?"?\s{1,4}\/[ckq]\b|%comspec%.{0,8}\/[ckq]\b|\/bin\/(?:ba|da|z|k)?sh\s{1,4}-c\b/,
  ],
  [
    'download-and-run',
    'downloads and runs with the tools of the system',
    'curl|wget|certutil|bitsadmin|mshta|regsvr32|rundll32|msiexec',
    ['network', 'execute', 'shell'],
    /\b(?:curl|wget)\b.{0,160}\|\s{0,4}(?:sudo\s{1,4})?(?:ba|da|z)?sh\b|\bcertutil(?:\.exe)?\b.{0,40}-(?:urlcache|decode|decodehex)\b|\bbitsadmin(?:\.exe)?\b.{0,40}\/(?:transfer|addfile)\b|\bmshta(?:\.exe)?"?\s{1,4}(?:https?:|vbscript:|javascript:)|\bregsvr32(?:\.exe)?\b.{0,60}(?:scrobj\.dll|\/i:http)|\brundll32(?:\.exe)?\b.{0,60}(?:javascript:|comsvcs)|\bmsiexec(?:\.exe)?\b.{0,40}\/i\s{0,4}https?:/,
  ],
  [
    'script-host',
    'runs a script with the tools of the system',
    'wscript|cscript|osascript|wmic',
    ['execute'],
    /\b(?:wscript|cscript)(?:\.exe)?"?\s.{0,80}\.(?:vbs|vbe|js|jse|wsf)\b|\bosascript\s{1,4}-e\b|\bwmic(?:\.exe)?\s.{0,40}process\s{1,4}call\s{1,4}create\b/,
  ],
  [
    'defences-off',
    'switches protections of the system off',
    '-mppreference|disableantispyware|disablerealtime|netsh|vssadmin|wevtutil|amsiscan|etweventwrite|spctl|quarantine|setenforce',
    ['anti-analysis', 'execute'],
    /\b(?:add|set)-mppreference\b|\bdisableantispyware\b|\bdisablerealtimemonitoring\b|\bnetsh\s{1,4}(?:advfirewall|firewall)\s{1,4}(?:set|add)\b|\bvssadmin(?:\.exe)?\s{1,4}delete\b|\bwevtutil(?:\.exe)?\s{1,4}cl\b|\bamsiscanbuffer\b|\betweventwrite\b|\bspctl\s{1,4}--master-disable\b|\bxattr\s{1,4}-[cdr]{1,2}\b.{0,40}quarantine|\bsetenforce\s{1,4}0\b/,
  ],
  // Where data goes and orders come from.
  [
    'webhook',
    'sends to the webhook or bot of a messenger',
    '/webhooks|hooks.slack|api.telegram|webhook.site|webhook.office|chat.googleapis|requestbin|pipedream|hookbin|beeceptor',
    ['network'],
    /\b(?:discord(?:app)?\.com\/api\/(?:v\d{1,2}\/)?webhooks|hooks\.slack\.com\/|api\.telegram\.org\/bot|webhook\.site|[a-z0-9-]{1,63}\.webhook\.office\.com|chat\.googleapis\.com\/v1\/spaces|requestbin\.|pipedream\.net|hookbin\.com|beeceptor\.com)/,
  ],
  [
    'call-back',
    'names a service that reports who asks it',
    'oast.|oastify|burpcollaborator|interact.sh|canarytokens|dnslog.cn|ceye.io',
    ['network'],
    /\b(?:[a-z0-9-]{1,63}\.){0,4}(?:oast\.(?:pro|live|site|online|fun|me)|oastify\.com|burpcollaborator\.net|interact\.sh|canarytokens\.com|dnslog\.cn|ceye\.io)\b/,
  ],
  [
    'dead-drop',
    'names a public place from which orders or payloads are fetched',
    'pastebin|githubusercontent|gist.github|paste.ee|rentry.co|hastebin|dpaste|cdn.discordapp|t.me/|steamcommunity|docs.google|drive.google|dropboxapi|graph.microsoft|transfer.sh|file.io|temp.sh|0x0.st|catbox.moe|anonfiles|gofile.io|bashupload|ipfs.io|api.github',
    ['network'],
    /\b(?:pastebin\.com\/raw|raw\.githubusercontent\.com\/|gist\.githubusercontent\.com\/|gist\.github\.com\/|paste\.ee\/|rentry\.co\/|hastebin\.com\/|dpaste\.(?:com|org)\/|cdn\.discordapp\.com\/attachments|t\.me\/|steamcommunity\.com\/(?:id|profiles)\/|docs\.google\.com\/(?:uc|document|spreadsheets)|drive\.google\.com\/uc|(?:content|api)\.dropboxapi\.com|graph\.microsoft\.com\/v1\.0\/me\/drive|transfer\.sh\/|file\.io\/|temp\.sh\/|0x0\.st\/|catbox\.moe|anonfiles\.com|gofile\.io|bashupload\.com|ipfs\.io\/ipfs|api\.github\.com\/(?:user|repos|gists))/,
  ],
  [
    'tunnel',
    'names a tunnel or a name that changes its address',
    'ngrok|trycloudflare|serveo.net|loca.lt|localtunnel|duckdns|no-ip|ddns.net|hopto.org|zapto.org|sytes.net|dynu.|portmap|.onion',
    ['network'],
    /\b[a-z0-9-]{1,63}\.(?:ngrok(?:-free)?\.(?:io|app|dev)|trycloudflare\.com|serveo\.net|loca\.lt|localtunnel\.me|duckdns\.org|no-ip\.(?:org|com|biz)|ddns\.net|hopto\.org|zapto\.org|sytes\.net|dynu\.(?:com|net)|portmap\.(?:io|host)|onion)\b/,
  ],
  [
    'own-address',
    'asks a service for its own public address',
    'ipify|ipinfo.io|ifconfig.|icanhazip|checkip.amazon|ip-api|ipapi.co|ident.me|wtfismyip|myexternalip|geoip-db|ipecho',
    ['network', 'host-information'],
    /\b(?:api\.ipify\.org|ipinfo\.io|ifconfig\.(?:me|co)|icanhazip\.com|checkip\.amazonaws\.com|ip-api\.com|ipapi\.co|ident\.me|wtfismyip\.com|myexternalip\.com|geoip-db\.com|ipecho\.net)\b/,
  ],
  ['user-agent', 'presents itself as a browser', 'mozilla/', ['network'], /\bmozilla\/[45]\.0 \((?:windows|macintosh|x11|compatible)/],
  [
    'mining',
    'names a pool or a miner',
    'stratum+|xmrig|minexmr|supportxmr|nanopool|cryptonight|randomx-',
    ['network'],
    /\bstratum\+(?:tcp|ssl|tls):\/\/|\b(?:xmrig|minexmr|supportxmr|nanopool|cryptonight|randomx-)\b/,
  ],
  // Packages and builds.
  [
    'publishes',
    'publishes packages or changes repositories',
    'npm |yarn |twine|cargo|gem |/-/whoami|git |gh repo|gh auth|gh secret|/-/npm/v1/tokens',
    ['publish', 'network'],
    /\b(?:npm|pnpm|yarn)\s{1,4}(?:publish|token create|whoami)\b|\btwine\s{1,4}upload\b|\bcargo\s{1,4}publish\b|\bgem\s{1,4}push\b|\/-\/whoami\b|\bgit\s{1,4}push\b.{0,60}--(?:force|mirror|all)\b|\bgh (?:repo create|auth token|secret list)\b|\/-\/npm\/v1\/tokens/,
  ],
  [
    'workflow',
    'names the folder of workflows that run on others’ machines',
    '.github|.gitlab-ci',
    ['publish', 'persistence'],
    /\.github[\\/]{1,2}workflows\b|\.gitlab-ci\.yml\b/,
  ],
  [
    'runner-memory',
    'reads the memory of the program that runs builds',
    'runner.worker|/proc/',
    ['process-memory', 'credentials'],
    /\brunner\.worker\b|\/proc\/(?:%d|%s|%u|\$\{?[a-z]{1,12}\}?|\*)\/(?:mem|maps)\b|\/proc\/[a-z"+\s]{0,24}\/environ\b/,
  ],
  // Looks around.
  [
    'analysis-tools',
    'names tools of those who analyse software',
    'sbiedll|vboxservice|vboxguest|vboxtray|vmtoolsd|vmwaretray|vmsrvc|procmon|procexp|wireshark|dbg.exe|ollydbg|ida.exe|idaq|ida64|fiddler.exe|dnspy|processhacker|cuckoomon|frida-server|tcpview|joebox',
    ['anti-analysis'],
    /\b(?:sbiedll\.dll|vboxservice\.exe|vboxguest|vboxtray\.exe|vmtoolsd\.exe|vmwaretray\.exe|vmsrvc\.exe|procmon(?:64)?\.exe|procexp(?:64)?\.exe|wireshark\.exe|x(?:32|64)dbg\.exe|ollydbg\.exe|idaq?(?:64)?\.exe|fiddler\.exe|dnspy\.exe|processhacker\.exe|cuckoomon\.dll|frida-server|tcpview\.exe|joeboxcontrol\.exe)\b/,
  ],
  [
    'security-tools',
    'names programs that guard a machine',
    'msmpeng|csfalcon|csagent|sentinelagent|cb.exe|mbamservice|avastsvc|avgsvc|ekrn.exe|bdagent|savservice|mcshield|v3svc|ahnlab|alyac|littlesnitch|lulu.app|blockblock',
    ['anti-analysis'],
    /\b(?:msmpeng\.exe|csfalconservice\.exe|csagent\.sys|sentinelagent\.exe|cb\.exe|mbamservice\.exe|avastsvc\.exe|avgsvc\.exe|ekrn\.exe|bdagent\.exe|savservice\.exe|mcshield\.exe|v3svc\.exe|ahnlab|alyac|littlesnitch|lulu\.app|blockblock)\b/,
  ],
  [
    'reconnaissance',
    'asks the system who and where it is',
    'whoami|systeminfo|net |nltest|ipconfig|system_profiler|ioreg|netstat|arp -|arp  ',
    ['host-information', 'execute'],
    /\bwhoami\s{1,4}\/(?:all|priv|groups)\b|\bsysteminfo\b.{0,8}[|>&]|\bnet\s{1,4}(?:user|group|localgroup|view|accounts)\s{1,4}\/domain\b|\bnltest\b.{0,12}\/(?:domain_trusts|dclist)|\bipconfig\s{1,4}\/all\b|\bsystem_profiler\b|\bioreg\s{1,4}-[lrdc]\b|\bnetstat\s{1,4}-a|\barp\s{1,4}-a\b/,
  ],
]

/** In the order of the table. */
export const tells: readonly Tell[] = table.map(([name, says, anchors, capabilities, pattern]) => ({
  name,
  says,
  anchors: anchors.split('|'),
  capabilities,
  pattern,
}))
