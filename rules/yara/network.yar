// Where data goes and orders come from.

rule messenger_webhook {
  meta:
    description = "sends to the webhook or bot of a messenger"
    capability = "network"
    technique = "T1567.004"
    class = "E"
    version = 1
  strings:
    $discord = /discord(app)?\.com\/api\/(v\d{1,2}\/)?webhooks\/\d{8,24}\// ascii wide nocase
    $telegram = /api\.telegram\.org\/bot\d{6,12}:[A-Za-z0-9_-]{20,50}/ ascii wide
    $slack = /hooks\.slack\.com\/(services|workflows)\/T[A-Z0-9]{6,14}\// ascii wide
    $site = /webhook\.site\/[0-9a-f]{8}-[0-9a-f]{4}/ ascii wide nocase
  condition:
    any of them
}

rule icon_dead_drop {
  meta:
    description = "fetches picture files from a public place for code, where orders can lie behind the picture"
    capability = "network decode"
    technique = "T1102.001"
    class = "E"
    version = 1
  strings:
    $raw = /raw\.githubusercontent\.com\/[A-Za-z0-9._-]{1,60}\/[A-Za-z0-9._-]{1,60}\/[A-Za-z0-9._\/-]{1,80}\.(ico|png|gif|jpg|bmp)?/ ascii wide nocase
    $picture = /\.(ico|png)\b/ ascii wide nocase
    $library1 = "WINHTTP" ascii wide nocase
    $library2 = "WININET" ascii wide nocase
    $library3 = "NSURLSession" ascii
    $library4 = "curl_easy_perform" ascii
  condition:
    (uint16(0) == 0x5a4d or uint32(0) == 0x464c457f or uint32(0) == 0xfeedfacf or uint32be(0) == 0xcafebabe) and $raw and $picture and any of ($library*)
}

rule reverse_shell {
  meta:
    description = "opens a shell to somebody outside"
    capability = "shell network execute"
    technique = "T1059"
    class = "C"
    version = 1
  strings:
    $bash = /\/dev\/tcp\/[^\s\/]{1,120}\/\d{1,5}/ ascii wide
    $nc = /\bnc(at)?\s[^\r\n\x00]{0,80}-e\s{0,4}\/bin\/(ba)?sh/ ascii wide
    $python = /pty\.spawn\(["']\/bin\/(ba)?sh/ ascii
    $dup = /os\.dup2\(s\.fileno\(\),\s{0,4}[012]\)/ ascii
    $node = /\.(pipe)\((sh|shell|cp|child|proc)\.stdin\)/ ascii
  condition:
    any of them
}

rule mining_pool {
  meta:
    description = "talks to a pool that mines"
    capability = "network"
    technique = "T1496.001"
    class = "C"
    version = 1
  strings:
    $stratum = /stratum\+(tcp|ssl|tls):\/\/[a-z0-9.-]{4,}/ ascii wide nocase
    $xmrig1 = "donate-level" ascii wide
    $xmrig2 = "randomx" ascii wide nocase
  condition:
    $stratum or ($xmrig1 and $xmrig2)
}

rule oast_call_back {
  meta:
    description = "reports to a service that shows who asked it, often with host names in the request"
    capability = "network host-information"
    technique = "T1048.003"
    class = "E"
    version = 1
  strings:
    $host = /[a-z0-9-]{1,63}\.(oast\.(pro|live|site|online|fun|me)|oastify\.com|burpcollaborator\.net|interact\.sh|dnslog\.cn|ceye\.io)\b/ ascii wide nocase
  condition:
    any of them
}
