// Shapes of programs and libraries of Windows.
import "pe"

rule library_proxies_another {
  meta:
    description = "a library whose exports are handed on to another of a similar name: it stands in that one's place"
    capability = "hook native-code"
    technique = "T1574.001"
    class = "G"
    version = 1
  condition:
    uint16(0) == 0x5a4d and pe.is_dll() and pe.number_of_exports > 3 and not pe.dll_name startswith "api-ms-" and not pe.dll_name startswith "ext-ms-" and
    for 80% export in pe.export_details : ( defined export.forward_name )
}

rule loads_code_from_own_files_data {
  meta:
    description = "reads another file, decrypts it and makes memory executable: a loader"
    capability = "native-code decode file-read dynamic-import"
    technique = "T1620"
    class = "G"
    version = 1
  strings:
    $marker = { FE ED FA CE FE ED FA CE }
    $library = /[a-z0-9_-]{3,40}\.dll/ wide ascii nocase
    $where = "GetModuleFileNameW" ascii
  condition:
    uint16(0) == 0x5a4d and pe.is_dll() and $marker and $library and $where and
    (pe.imports("kernel32.dll", "VirtualProtect") or pe.imports("kernel32.dll", "VirtualAlloc")) and
    pe.imports("kernel32.dll", "CreateFileW")
}

rule code_put_into_other_programs {
  meta:
    description = "imports what puts code into other programs and makes it run there"
    capability = "injection"
    technique = "T1055"
    class = "G"
    version = 1
  condition:
    uint16(0) == 0x5a4d and
    (pe.imports("kernel32.dll", "WriteProcessMemory") or pe.imports("ntdll.dll", "NtWriteVirtualMemory")) and
    (pe.imports("kernel32.dll", "VirtualAllocEx") or pe.imports("ntdll.dll", "NtAllocateVirtualMemory")) and
    (pe.imports("kernel32.dll", "CreateRemoteThread") or pe.imports("kernel32.dll", "QueueUserAPC") or pe.imports("kernel32.dll", "SetThreadContext") or pe.imports("ntdll.dll", "NtCreateThreadEx"))
}

rule direct_system_calls_by_hash {
  meta:
    description = "finds functions by walking the list of loaded libraries, so that no import names them"
    capability = "dynamic-import anti-analysis"
    technique = "T1027.007"
    class = "G"
    version = 1
  strings:
    // mov rax, gs:[60h]; … [rax+18h]; … [rax+20h]: the PEB, its loader data, the list in memory order
    $peb64 = { 65 48 8B ?? 25 60 00 00 00 [0-12] 48 8B ?? 18 [0-12] 48 8B ?? (10 | 20 | 30) }
    $peb64_short = { 65 48 8B (42 | 52) 60 48 8B ?? 18 48 8B ?? (10 | 20) }
    // ror r32, 0Dh inside the loop that hashes names
    $hash = { C1 (C8 | C9 | CA | CB | CE | CF) 0D }
  condition:
    any of ($peb64, $peb64_short) and $hash
}

rule run_key_by_command {
  meta:
    description = "writes itself where programs start from"
    capability = "persistence"
    technique = "T1547.001"
    class = "C"
    version = 1
  strings:
    $reg = /\breg(\.exe)?["']?\s{1,4}add\s{1,4}["']?(hkcu|hklm|hkey_)[^\r\n\x00]{0,80}\\currentversion\\run/ ascii wide nocase
    $task = /schtasks(\.exe)?["']?\s{1,4}\/create\s/ ascii wide nocase
  condition:
    any of them
}
