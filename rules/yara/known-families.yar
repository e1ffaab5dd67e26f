// Marks of known intrusions, out of their public analyses. Switched off by `families: false`.

rule known_3cx_side_loaded_pair {
  meta:
    description = "marks of the loader that came with 3CX Desktop App in March 2023 (CVE-2023-29059)"
    capability = "decode native-code"
    technique = "T1574.001"
    class = "A"
    version = 1
  strings:
    // The key stands in clear before the data it opens.
    $key = "3jB(2bsG#@c7" ascii wide
    $cookie = "__tutma" ascii wide
    $tag = "AVMonitorRefreshEvent" ascii wide
    $repository = "IconStorages" ascii wide nocase
    $config = /3CXDesktopApp\\\\?config\.json/ ascii wide nocase
  condition:
    $key or 2 of ($cookie, $tag, $repository, $config)
}

rule known_3cx_macos {
  meta:
    description = "marks of the library that came with 3CX Desktop App for macOS in March 2023"
    capability = "network persistence"
    technique = "T1195.002"
    class = "A"
    version = 1
  strings:
    $path = "/Library/Application Support/3CX Desktop App/" ascii wide
    $file1 = ".main_storage" ascii wide
    $file2 = "UpdateAgent" ascii wide
    $cookie = "3cx_auth_token_content" ascii wide
  condition:
    2 of them and ($file1 or $cookie)
}

rule known_shai_hulud {
  meta:
    description = "marks of the worm that spread through npm from September 2025"
    capability = "credentials publish network"
    technique = "T1195.002"
    class = "A"
    version = 1
  strings:
    $name = /shai-?hulud/ ascii nocase
    $workflow = "shai-hulud-workflow.yml" ascii nocase
    $coming = "The Second Coming" ascii
    $file1 = "setup_bun.js" ascii
    $file2 = "bun_environment.js" ascii
    $scanner = "trufflehog" ascii nocase
  condition:
    filesize < 20MB and (($name and ($scanner or $workflow or $coming)) or ($file1 and $file2 and $scanner))
}

rule known_xz_backdoor {
  meta:
    description = "marks of the backdoor of xz 5.6.0 and 5.6.1 (CVE-2024-3094)"
    capability = "hook native-code"
    technique = "T1195.002"
    class = "A"
    version = 1
  strings:
    // The beginning of the function with which it takes its strings apart, as published with the first report.
    $code = { F3 0F 1E FA 55 48 89 F5 4C 89 CE 53 89 FB 81 E7 00 00 00 80 48 83 EC 28 48 89 54 24 18 48 89 4C 24 10 }
    $script = "####Hello####" ascii
    $world = "####World####" ascii
    $test = "bad-3-corrupt_lzma2.xz" ascii
    $macro = "gl_localedir_prefix" ascii
  condition:
    $code or ($script and $world) or ($macro and $test)
}

rule known_tj_actions {
  meta:
    description = "marks of the change to tj-actions/changed-files of March 2025 (CVE-2025-30066)"
    capability = "process-memory credentials"
    technique = "T1195.002"
    class = "A"
    version = 1
  strings:
    $dump = "memdump.py" ascii
    $runner = "Runner.Worker" ascii
    $secret = "isSecret" ascii
    $encoded = "aWYgW1sgIiRPU1RZUEUiID09ICJsaW51eC1nbnUiIF1d" ascii
  condition:
    $encoded or ($dump and $runner) or (all of ($runner, $secret) and filesize < 5MB)
}
