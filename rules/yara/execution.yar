// Code that fetches, decodes or hides what it then runs.

rule powershell_encoded_command {
  meta:
    description = "starts PowerShell with a command encoded in Base64"
    capability = "shell execute decode evaluate"
    technique = "T1059.001"
    class = "C"
    version = 1
  strings:
    $command = /(powershell|pwsh)(\.exe)?["']?[^\r\n\x00]{1,160}\s-(e|ec|enc|encodedcommand)\s{1,4}["']?[A-Za-z0-9+\/=]{16,}/ ascii wide nocase
    $split1 = /["'`]-(enc|encodedcommand|ec)["'`]/ ascii nocase
    $split2 = /["'`](powershell|pwsh)(\.exe)?["'`]/ ascii nocase
  condition:
    $command or ($split1 and $split2)
}

rule powershell_download_and_run {
  meta:
    description = "lets PowerShell fetch and run"
    capability = "shell execute network evaluate"
    technique = "T1059.001"
    class = "C"
    version = 1
  strings:
    $fetch1 = /\.downloadstring\s{0,4}\(/ ascii wide nocase
    $fetch2 = /\.downloaddata\s{0,4}\(/ ascii wide nocase
    $fetch3 = /\b(invoke-webrequest|invoke-restmethod|(iwr|irm)\s{1,4}(-uri|-useb|["']?https?:))/ ascii wide nocase
    $run1 = /\biex\b\s{0,4}[(\$"'&]|\|\s{0,4}iex\b/ ascii wide nocase
    $run2 = "invoke-expression" ascii wide nocase
    $run3 = /reflection\.assembly\]::load/ ascii wide nocase
  condition:
    any of ($fetch*) and any of ($run*)
}

rule shell_download_and_run {
  meta:
    description = "fetches with curl or wget and hands it to a shell"
    capability = "shell execute network"
    technique = "T1059.004"
    class = "C"
    version = 1
  strings:
    $pipe = /\b(curl|wget)\s[^\r\n\x00|]{4,200}\|\s{0,4}(sudo\s{1,4})?(ba|da|z|k)?sh\b/ ascii wide
    $chmod = /\b(curl|wget)\s[^\r\n\x00]{4,200}(&&|;)\s{0,4}chmod\s{1,4}(\+x|[0-7]{3,4})\b/ ascii wide
    $eval = /\beval\s{1,4}["'`]?\$\((curl|wget)\s/ ascii wide
  condition:
    any of them
}

rule python_decode_and_run {
  meta:
    description = "Python that decodes and runs in one breath"
    capability = "decode evaluate"
    technique = "T1027.013"
    class = "C"
    version = 1
  strings:
    $direct = /\b(exec|eval)\s{0,4}\(\s{0,4}((__import__\(["'](base64|zlib|marshal|codecs|bz2|lzma)["']\)|base64|zlib|marshal|codecs|bz2|lzma)\.)[a-zA-Z0-9_]{1,24}\(/ ascii
    $compile = /\bexec\s{0,4}\(\s{0,4}compile\s{0,4}\([^\r\n]{0,120}(b64decode|decompress|marshal\.loads)/ ascii
    $process = /subprocess\.(Popen|run|call|check_output)\([^\r\n]{0,200}(-c["'][^\r\n]{0,120}(b64decode|exec\())/ ascii
  condition:
    any of them
}

rule python_pth_code {
  meta:
    description = "a line of a .pth file that runs code whenever Python starts"
    capability = "evaluate persistence"
    technique = "T1546.018"
    class = "B"
    version = 1
  strings:
    $line = /(^|\n)import [a-zA-Z0-9_, .]{1,80};[^\n]{0,200}(exec|eval|subprocess|base64|os\.system|popen|urlopen|__import__)/ ascii nocase
  condition:
    filesize < 1MB and $line and not uint16(0) == 0x5a4d and not uint32(0) == 0x464c457f
}

rule javascript_decode_and_run {
  meta:
    description = "JavaScript that decodes and runs in one breath"
    capability = "decode evaluate"
    technique = "T1027.013"
    class = "C"
    version = 1
  strings:
    $eval = /\b(eval|Function)\s{0,4}\(\s{0,4}(atob\s{0,4}\(|Buffer\.from\s{0,4}\([^)\r\n]{1,200},\s{0,4}["'`](base64|hex)["'`]\s{0,4}\))/ ascii
    $spawn = /\b(spawn|exec|execFile|fork)(Sync)?\s{0,4}\([^\r\n]{0,120}Buffer\.from\s{0,4}\([^)\r\n]{1,4000},\s{0,4}["'`](base64|hex)["'`]/ ascii
    $node = /["'`]-e["'`],\s{0,8}(atob|Buffer\.from)\s{0,4}\(/ ascii
  condition:
    any of them
}

rule javascript_string_array_obfuscation {
  meta:
    description = "JavaScript whose texts were moved into a shuffled table by an obfuscator"
    capability = "evaluate decode"
    technique = "T1027"
    class = "D"
    version = 1
  strings:
    $name = /\b_0x[a-f0-9]{4,6}\b/ ascii
    $shift = /\['push'\]\(_0x[a-f0-9]{4,6}\['shift'\]\(\)\)/ ascii
    $parse = /parseInt\(_0x[a-f0-9]{4,6}\(0x[a-f0-9]{1,4}\)\)/ ascii
  condition:
    #name > 20 and ($shift or #parse > 2)
}

rule shell_from_build_of_xz_kind {
  meta:
    description = "a build script that cuts, shifts and unpacks parts of data files and runs the result"
    capability = "shell evaluate decode"
    technique = "T1027.010"
    class = "C"
    version = 1
  strings:
    $translate = /\btr\s{1,4}["'][^"'\r\n]{4,60}["']\s{1,4}["'][^"'\r\n]{4,60}["']/ ascii
    $unpack1 = /\bxz\s{1,4}-(d|dc|cd)\b/ ascii
    $unpack2 = /\b(gunzip|gzip -d|base64 -d|openssl enc -d)/ ascii
    $cut = /\b(head|tail)\s{1,4}-c\s{1,4}[+-]?\d{1,8}/ ascii
    $run = /(\|\s{0,4}(\/bin\/)?(ba|da)?sh\b|\beval\s)/ ascii
  condition:
    filesize < 2MB and $translate and any of ($unpack*) and $cut and $run
}

rule hidden_window_and_temporary_program {
  meta:
    description = "writes a program among temporary files and starts it without a window"
    capability = "execute file-write"
    technique = "T1564.003"
    class = "C"
    version = 1
  strings:
    $hide1 = /-windowstyle\s{1,4}hidden/ ascii wide nocase
    $hide2 = /windowsHide["']?\s{0,4}:\s{0,4}(true|!0)/ ascii
    $hide3 = /\.run\s[^\r\n]{1,120},\s{0,4}0\s{0,4},\s{0,4}(false|true)/ ascii nocase
    $temp = /(%temp%|\$env:temp|os\.tmpdir\(\)|%appdata%)[^\r\n]{0,120}\.(exe|dll|ps1|vbs|bat|js)\b/ ascii wide nocase
  condition:
    filesize < 5MB and any of ($hide*) and $temp
}
