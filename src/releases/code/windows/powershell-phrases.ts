import { type Phrase, phrase, windowsPrograms } from './phrases.ts'

/** PowerShell in lower case: cmdlets, their aliases, and classes of .NET. */
export const powershellPhrases: readonly Phrase[] = [
  ...windowsPrograms,
  phrase(
    /\b(?:invoke-webrequest|iwr|invoke-restmethod|irm|start-bitstransfer|test-netconnection|resolve-dnsname|send-mailmessage)\b|\b(?:curl|wget)\s/,
    'network',
  ),
  phrase(
    /net\.webclient|net\.http\.httpclient|httpwebrequest|net\.sockets|\.download(?:string|file|data)\b|\.upload(?:string|file|data)\b|net\.webrequest|msxml2\.(?:server)?xmlhttp|winhttp/,
    'network',
  ),
  phrase(/\b(?:invoke-expression|iex)\b|\[scriptblock\]::create|\.invokescript\(|executioncontext\.invokecommand|\badd-type\b|\binvoke-command\b/, 'evaluate'),
  phrase(/[|&]\s{0,8}['"(]{0,4}\$\w|\.\s{0,4}\(\s{0,4}['"$]/, 'evaluate'),
  phrase(
    /\b(?:start-process|saps|invoke-item|ii|start-job)\b|diagnostics\.process|\bwscript\.shell\b|\bshell\.application\b|invoke-(?:wmi|cim)method/,
    'execute',
  ),
  phrase(/frombase64string|io\.compression|gzipstream|deflatestream|\bconvertto-securestring\b|createdecryptor|-bxor\b|cryptostream/, 'decode'),
  phrase(
    /reflection\.assembly|assembly\]::load|\[appdomain\]|\.entrypoint|getdelegateforfunctionpointer|definedynamicassembly|dllimport|loadlibrary|getprocaddress/,
    'native-code',
    'dynamic-import',
  ),
  phrase(/virtualalloc|createthread|writeprocessmemory|ntcreatethreadex|queueuserapc|openprocess\b/, 'injection'),
  phrase(
    /\b(?:register-scheduledtask|new-scheduledtask\w*|new-service|set-service|register-wmievent|set-wmiinstance|new-psdrive)\b|\$profile\b/,
    'persistence',
  ),
  phrase(
    /\b(?:add-mppreference|set-mppreference|disable-windowsoptionalfeature|set-executionpolicy)\b|-executionpolicy\s{1,8}(?:bypass|unrestricted)|-ep\s{1,8}bypass|amsi|-windowstyle\s{1,8}hidden|-w\s{1,8}(?:h|1)\w{0,5}\b/,
    'anti-analysis',
  ),
  phrase(/\b(?:get-content|gc|import-csv|get-childitem|gci|select-string)\b|io\.file\]::(?:read|open)/, 'file-read'),
  phrase(
    /\b(?:set-content|add-content|out-file|copy-item|move-item|remove-item|new-item|rename-item|expand-archive|compress-archive)\b|io\.file\]::(?:write|append|delete|copy|move|create)|set-itemproperty|new-itemproperty/,
    'file-write',
  ),
  phrase(/(?:set|new)-itemproperty.{0,400}\\run\b/, 'persistence'),
  phrase(
    /\$env:(?:username|computername|userdomain|userdnsdomain|logonserver)|\b(?:get-computerinfo|get-wmiobject|gwmi|get-ciminstance|get-netipaddress|get-netadapter|get-aduser|get-adcomputer)\b|environment\]::(?:machinename|username|userdomainname)/,
    'host-information',
  ),
  phrase(/\b(?:get-childitem|gci|dir|ls)\s{1,8}env:|environment\]::getenvironmentvariables\(\)/, 'environment', 'credentials'),
  phrase(/\$env:\w*(?:token|secret|password|apikey|api_key|access_key)\w*/, 'environment', 'credentials'),
  phrase(/\b(?:get-credential|get-storedcredential|cmdkey|vaultcmd|protecteddata|dpapi|lsass|minidump)\b|passwordvault/, 'credentials'),
  phrase(/\b(?:publish-module|publish-script|nuget\s{1,8}push|npm\s{1,8}publish)\b/, 'publish'),
  phrase(/start-sleep\s{1,8}(?:-s(?:econds)?\s{1,8})?(?:[3-9]\d{2}|\d{4,})\b/, 'delay'),
  phrase(/get-clipboard|windows\.clipboard|getasynckeystate|setwindowshookex/, 'hook'),
]
